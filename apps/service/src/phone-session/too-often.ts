import { type Refused, refuse } from '../http/index.ts';
import type { RateLimit } from '../rate-limit.ts';

/** Asks who comes too often under one name to wait; nothing is decided about the call. */
export function tooOften(limit: RateLimit | undefined, name: string): Refused | undefined {
  const retryAfter = limit?.exceeded(name);
  return retryAfter === undefined ? undefined : refuse({ problem: 'too-many-requests', retryAfter });
}
