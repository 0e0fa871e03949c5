import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { PROBLEM_STATUS, Problem } from '@kaijo/contract';
import type { ServiceRoute } from './route.ts';
import { STAFF_COOKIE } from './staff-cookie.ts';

export const OPENAPI_PATH = '/openapi.json';

/** Each listener publishes what it serves (OpenAPI 3.1). */
export function openApiOf(listener: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `Kaijo reset service (${listener})`,
        version: '1.0.0',
        description:
          'Every refusal is a problem (RFC 9457) with a stable type. Every POST needs an Idempotency-Key.',
        license: { name: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          kiosk: { type: 'mutualTLS' } as never,
          staff: {
            type: 'apiKey',
            in: 'cookie',
            name: STAFF_COOKIE,
            description:
              'The session, together with an RFC 9421 signature by the browser’s key over each request',
          },
        },
      },
    },
  };
}

/** Besides its own, every operation may be refused with these. */
const COMMON_PROBLEMS = ['invalid-request', 'not-authorised', 'too-many-requests', 'service-fault'] as const;

const SECURITY: Readonly<Record<ServiceRoute['caller'], readonly Record<string, readonly string[]>[]>> = {
  anyone: [],
  'phone-session': [{ bearer: [] }],
  reservation: [{ bearer: [] }],
  kiosk: [{ kiosk: [] }],
  operator: [],
  staff: [{ staff: [] }],
};

/** What the document says of a route besides its request. The answers' schemas also encode them. */
export function operationOf(route: ServiceRoute): Record<string, unknown> {
  return {
    summary: route.summary,
    security: SECURITY[route.caller],
    ...(route.method === 'POST' && { headers: IDEMPOTENCY_KEY }),
    response: { ...route.answers, ...problemResponses(route) },
  };
}

/** Checked by the core before any schema (idempotency/key.ts): here for the reader of the document. */
const IDEMPOTENCY_KEY = {
  type: 'object',
  properties: {
    'idempotency-key': { type: 'string', description: '16 to 128 characters, hard to guess: a UUID' },
  },
};

function problemResponses({ problems }: ServiceRoute): Record<number, unknown> {
  const byStatus = new Map<number, string[]>();
  for (const problem of [...problems, ...COMMON_PROBLEMS]) {
    const status = PROBLEM_STATUS[problem];
    byStatus.set(status, [...(byStatus.get(status) ?? []), problem]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, types]) => [
      status,
      { description: types.join(', '), content: { 'application/problem+json': { schema: Problem } } },
    ]),
  );
}
