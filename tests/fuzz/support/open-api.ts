import type { JsonSchema } from './schema-arbitrary.ts';

/** Which of the three listeners published the document. */
export type ListenerName = 'public' | 'kiosk' | 'operator';

/** One operation of a listener's own OpenAPI document. */
export interface Operation {
  readonly listener: ListenerName;
  readonly method: string;
  /** With parameters as `{id}`. */
  readonly path: string;
  readonly query: readonly { readonly name: string; readonly schema: JsonSchema }[];
  /** Of a JSON body. */
  readonly body?: JsonSchema;
  readonly needsKey: boolean;
  readonly security: 'anyone' | 'bearer' | 'kiosk' | 'staff';
  /** Statuses that the document names. */
  readonly statuses: readonly number[];
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: JsonSchema;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters?: readonly Parameter[];
            readonly requestBody?: {
              readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
            };
            readonly responses: Readonly<Record<string, unknown>>;
            readonly security?: readonly Readonly<Record<string, unknown>>[];
          }
        >
      >
    >
  >;
}

/** Every operation of a document as `/openapi.json` gives it. */
export function operationsOf(listener: ListenerName, document: unknown): readonly Operation[] {
  return Object.entries((document as Document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { parameters = [], requestBody, responses, security = [] } = operation;
      const body = requestBody?.content['application/json']?.schema;
      const [scheme] = security.flatMap((one) => Object.keys(one));
      return {
        listener,
        method: method.toUpperCase(),
        path,
        query: parameters.filter((one) => one.in === 'query'),
        ...(body && { body }),
        needsKey: parameters.some(({ name }) => name === 'idempotency-key'),
        security: (scheme ?? 'anyone') as Operation['security'],
        statuses: Object.keys(responses).map(Number),
      };
    }),
  );
}
