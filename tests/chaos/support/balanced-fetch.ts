import type { Fetch } from '@kaijo/contract';
import type { Chance } from './chance.ts';

/**
 * A load balancer that knows nothing of who is alive, over a network that loses some answers: every request goes to any
 * one of the services, and one answer of twelve is never heard.
 */
export function balancedFetch(of: {
  readonly fetch: Fetch;
  readonly urls: readonly string[];
  readonly chance: Chance;
}): Fetch {
  const { fetch, urls, chance } = of;
  return async (url, init) => {
    const { pathname, search } = new URL(url);
    const response = await fetch(`${chance.oneOf(urls)}${pathname}${search}`, init);
    const body = await response.text();
    if (chance.once(12)) throw new TypeError('the answer was lost');
    return new Response(body, { status: response.status, headers: Object.fromEntries(response.headers) });
  };
}
