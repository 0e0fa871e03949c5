import type { Fetch } from '@kaijo/contract';

/** The service answers within 20 s or not at all; a holder does not wait that long. */
const CALL_LIMIT_MS = 8_000;

/** A `fetch` that gives up: what has not been answered then counts as unreachable, and is asked again. */
export function timed(fetch: Fetch): Fetch {
  return (url, init) => {
    const limit = AbortSignal.timeout(CALL_LIMIT_MS);
    return fetch(url, { ...init, signal: init.signal ? AbortSignal.any([init.signal, limit]) : limit });
  };
}
