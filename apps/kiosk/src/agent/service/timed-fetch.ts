import type { Fetch } from '@kaijo/contract';

/** The service answers within 20 s or not at all; a holder does not wait that long. */
const CALL_LIMIT_MS = 8_000;

/**
 * A `fetch` that gives up: what has not been answered whole, body and all, then counts as unreachable, and is asked again.
 * The timer is this function's own, and what it waits for is not asked: a fetch that is aborted while its body comes in may
 * stay pending for ever (nodejs/node#56917).
 */
export function timed(fetch: Fetch, limitMs = CALL_LIMIT_MS): Fetch {
  return async (url, init) => {
    const late = new AbortController();
    const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
    let timer: NodeJS.Timeout | undefined;
    const gaveUp = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        late.abort();
        reject(new DOMException('no answer in time', 'TimeoutError'));
      }, limitMs);
    });
    try {
      return await Promise.race([wholeAnswer(fetch(url, { ...init, signal })), gaveUp]);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** An answer of which nothing is still on its way. */
async function wholeAnswer(underWay: ReturnType<Fetch>): Promise<Response> {
  const answer = await underWay;
  const bytes = await answer.arrayBuffer();
  // 204 and 304 have no body, not an empty one.
  const body = bytes.byteLength === 0 ? null : bytes;
  return new Response(body, { status: answer.status, headers: Object.fromEntries(answer.headers) });
}
