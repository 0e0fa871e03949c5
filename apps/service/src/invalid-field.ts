import type { Refusal } from '@kaijo/contract';

/** `invalid-request` for what a schema cannot say. Names the field, never its value. */
export function invalidField(field: string, message: string): Refusal {
  return { problem: 'invalid-request', errors: [{ field, message }] };
}
