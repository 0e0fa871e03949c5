import { toBase64Url } from '@kaijo/contract';
import fc from 'fast-check';

/** What the service's OpenAPI documents use of JSON Schema (2020-12). */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly fc.JsonValue[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Values that really occur, by the name of their member: with them a message gets further than its schema. */
export type Known = Readonly<Record<string, readonly fc.JsonValue[]>>;

/** More elements, or characters beyond the least, reach nothing new and cost time. */
const MOST_ITEMS = 6;
const MOST_CHARACTERS = 60;

/** Values that the schema allows; where a member is known, often one of those that really occur. */
export function valuesOf(schema: JsonSchema, known: Known = {}): fc.Arbitrary<fc.JsonValue> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => valuesOf(one, known)));
  switch (schema.type) {
    case 'object':
      return objectsOf(schema, known);
    case 'array':
      return arraysOf(schema, known);
    case 'string':
      return textsOf(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: schema.maximum ?? 2 ** 31 - 1 });
    case 'boolean':
      return fc.boolean();
    default:
      throw new Error(`no values of ${JSON.stringify(schema)}`);
  }
}

function objectsOf(
  { properties = {}, required = [], minProperties = 0 }: JsonSchema,
  known: Known,
): fc.Arbitrary<fc.JsonValue> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const real = known[name];
      const any = valuesOf(schema, known);
      return [name, real === undefined || real.length === 0 ? any : fc.oneof(fc.constantFrom(...real), any)];
    }),
  );
  return fc
    .record(members, { requiredKeys: [...required] })
    .filter((value) => Object.keys(value).length >= minProperties) as fc.Arbitrary<fc.JsonValue>;
}

function arraysOf({ items = {}, minItems = 0, maxItems, uniqueItems }: JsonSchema, known: Known) {
  const lengths = { minLength: minItems, maxLength: Math.min(maxItems ?? MOST_ITEMS, minItems + MOST_ITEMS) };
  const elements = valuesOf(items, known);
  return uniqueItems ? fc.uniqueArray(elements, lengths) : fc.array(elements, lengths);
}

const BASE64URL = '^[A-Za-z0-9_-]*$';

function textsOf({ format, pattern, minLength = 0, maxLength = MOST_CHARACTERS }: JsonSchema) {
  const longest = Math.max(minLength, Math.min(maxLength, minLength + MOST_CHARACTERS));
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return moments().map((date) => date.toISOString());
  if (format === 'date') return moments().map((date) => date.toISOString().slice(0, 10));
  if (pattern === BASE64URL) {
    const bytes = (characters: number) => Math.floor((characters * 3) / 4);
    return fc.uint8Array({ minLength: bytes(minLength), maxLength: bytes(longest) }).map(toBase64Url);
  }
  if (pattern !== undefined)
    return fc
      .stringMatching(new RegExp(pattern))
      .map((text) => (text.length > maxLength ? text.slice(0, maxLength) : text));
  return fc.string({ unit: 'grapheme', minLength, maxLength: longest });
}

const moments = () =>
  fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true });

/** What parsers, databases, decoders and numbers stumble on, besides any other value. */
export const HOSTILE: fc.Arbitrary<fc.JsonValue> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom<fc.JsonValue>(
    ...[
      '',
      ' ',
      '\u0000',
      '\ud800',
      '\udc00\ud800',
      '\u202e\u2066',
      'e\u0301'.repeat(200),
      '👨‍👩‍👧‍👦'.repeat(60),
    ],
    ...['A'.repeat(6_000), '='.repeat(8), 'AAAAB', '../../etc/passwd', '%00', "';--", '{{7*7}}'],
    ...['\r\nset-cookie: a=b', '\u001b[2J\u001b[31m', '__proto__', 'constructor', 'NaN', '1e999', '-0'],
    ...['9999-12-31T23:59:59.999+23:59', '0000-00-00T00:00:00Z', '2026-02-30', '2016-12-31T23:59:60Z'],
    ...['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+23:59', '9999-12-31T23:59:59-23:59', '0000-06-01'],
    ...[-1, 0.1, -0, 1e308, -1e308, 2 ** 53, -(2 ** 63), 5e-324, null, true, [], {}, [[[[[[[[]]]]]]]]],
  ),
  fc.constantFrom('number', 'text', 'list').map(large),
);

function large(kind: 'number' | 'text' | 'list'): fc.JsonValue {
  if (kind === 'number') return Number('9'.repeat(300));
  return kind === 'text' ? '解'.repeat(30_000) : Array.from({ length: 20_000 }, () => 0);
}

/** The value with one place of it (any member or element, at any depth) changed, removed, doubled or renamed. */
export function spoiled(of: fc.Arbitrary<fc.JsonValue>): fc.Arbitrary<fc.JsonValue> {
  const how = fc.constantFrom('change', 'change', 'remove', 'wrap', 'rename') satisfies fc.Arbitrary<How>;
  return fc
    .tuple(of, fc.nat(40), how, HOSTILE)
    .map(([value, at, spoiling, other]) => spoil(value, { left: at % placesIn(value) }, spoiling, other));
}

type How = 'change' | 'remove' | 'wrap' | 'rename';

function placesIn(value: fc.JsonValue): number {
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + Object.values(value).reduce<number>((sum, one) => sum + placesIn(one as fc.JsonValue), 0);
}

/** Walks in order and spoils the place at which `counter.left` has come down to zero. */
function spoil(value: fc.JsonValue, counter: { left: number }, how: How, other: fc.JsonValue): fc.JsonValue {
  if (counter.left-- === 0) return how === 'wrap' ? [value] : other;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => spoil(one, counter, how, other));
  const members: [string, fc.JsonValue][] = [];
  for (const [name, one] of Object.entries(value) as [string, fc.JsonValue][]) {
    const isHere = counter.left === 0;
    const changed = spoil(one, counter, how, other);
    if (isHere && how === 'remove') continue;
    members.push(isHere && how === 'rename' ? [`${name}x`, one] : [name, changed]);
  }
  return Object.fromEntries(members);
}
