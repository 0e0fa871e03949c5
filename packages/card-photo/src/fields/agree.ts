import { leastSure, type Sighting } from './line-text.ts';

/** A character below this is not clear in that view. */
export const CLEAR = 0.88;
/** A view whose own value differs speaks against a value unless it is less sure than this. */
const DOUBTFUL = 0.4;

export interface Agreement<T> {
  readonly value: T;
  readonly sure: boolean;
  /** Of the best view that saw this value. */
  readonly confidence: number;
}

/**
 * What several views of one field come to; `undefined` for a view that saw no such field. Sure when at least two
 * saw the same value clearly and no other view clearly another one. `same` compares what matters of two values.
 */
export function agree<T>(
  views: readonly (Sighting<T> | undefined)[],
  same: (one: T, other: T) => boolean,
): Agreement<T> | undefined {
  const seen = views.filter((view) => view !== undefined);
  const [best] = [...seen].sort((a, b) => votesFor(b, seen, same) - votesFor(a, seen, same));
  if (best === undefined) return undefined;
  const alike = seen.filter(({ value }) => same(value, best.value));
  const others = seen.filter(({ value }) => !same(value, best.value));
  const clear = alike.filter((view) => leastSure(view) >= CLEAR);
  return {
    value: best.value,
    sure: clear.length >= 2 && others.every((view) => leastSure(view) < DOUBTFUL),
    confidence: Math.max(...alike.map(leastSure)),
  };
}

function votesFor<T>(
  view: Sighting<T>,
  seen: readonly Sighting<T>[],
  same: (one: T, other: T) => boolean,
): number {
  return seen.filter(({ value }) => same(value, view.value)).reduce((sum, one) => sum + leastSure(one), 0);
}
