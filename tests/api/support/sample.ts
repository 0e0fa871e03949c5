interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly format?: string;
  readonly minProperties?: number;
}

/** The least value that a schema of the contract allows, for tests to break in one place. */
export function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  const [choice] = schema.anyOf ?? [];
  if (choice !== undefined) return sampleOf(choice);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        membersOf(schema).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    case 'string':
      return textOf(schema);
    case 'integer':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    default:
      throw new Error(`no sample of ${JSON.stringify(schema)}`);
  }
}

function membersOf({ required = [], properties = {}, minProperties = 0 }: JsonSchema): readonly string[] {
  return required.length > 0 ? required : Object.keys(properties).slice(0, minProperties);
}

function textOf({ format, minLength = 4 }: JsonSchema): string {
  if (format === 'uuid') return '3f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f506';
  if (format === 'date-time') return '2026-03-10T12:00:00Z';
  return 'A'.repeat(minLength);
}
