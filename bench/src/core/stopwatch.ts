import type { Fetch } from '@kaijo/contract';

export interface Stopwatch {
  /** A `fetch` whose requests are timed, from sending to the last byte of the answer. */
  around(fetch: Fetch): Fetch;
  reset(): void;
  /** Milliseconds of each request since the last reset. */
  times(): readonly number[];
}

export function stopwatch(): Stopwatch {
  let times: number[] = [];
  return {
    around: (fetch) => async (url, init) => {
      const start = performance.now();
      try {
        const response = await fetch(url, init);
        const body = await response.arrayBuffer();
        return new Response(body, { status: response.status, headers: [...response.headers] });
      } finally {
        times.push(performance.now() - start);
      }
    },
    reset: () => {
      times = [];
    },
    times: () => times,
  };
}
