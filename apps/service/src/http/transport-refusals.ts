import { TransportRefusal } from './problem-reply.ts';

export function notFound(methods: readonly string[]): TransportRefusal {
  if (methods.length === 0) return transport(404, 'path', 'is not known');
  return transport(405, 'method', 'is not one that this path has', { allow: methods.join(', ') });
}

export function keyMissing(): TransportRefusal {
  return transport(400, 'header/idempotency-key', 'is missing or malformed (16 to 128 characters)');
}

function transport(
  status: number,
  field: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): TransportRefusal {
  return new TransportRefusal({
    status,
    headers,
    refusal: { problem: 'invalid-request', errors: [{ field, message }] },
  });
}
