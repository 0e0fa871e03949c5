import type { Fetch } from '@kaijo/contract';

/** The service answers within 20 s or not at all; a holder does not wait that long. */
const CALL_LIMIT_MS = 8_000;

/**
 * A `fetch` that gives up: what has not been answered whole, body and all, then counts as unreachable, and is asked again.
 * The timer is this function's own. A signal that nobody holds, as `AbortSignal.timeout` gives, can be collected before
 * its time while undici waits (nodejs/undici#4068), and a call on a dead line then never ends.
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
async function wholeAnswer(answer: Promise<Response>): Promise<Response> {
  const { status, headers, ...response } = await answer.then(async (one) => ({
    status: one.status,
    headers: one.headers,
    body: await one.arrayBuffer(),
  }));
  // 204 and 304 have no body, not an empty one.
  const body = response.body.byteLength === 0 ? null : response.body;
  return new Response(body, { status, headers: Object.fromEntries(headers) });
}
