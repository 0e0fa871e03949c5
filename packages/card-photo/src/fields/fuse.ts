import type { Match } from '../ctc/match.ts';

/** How likely which value of one part of a field is (its month, say), as one view saw it. */
export type Likelihoods = ReadonlyMap<string, number>;

/** Stands for what cannot be read; also at the end of a value: `heisei ?`. */
export const UNREADABLE = '?';

/** One view is never surer than this against a value. */
const FAINTEST = 1e-4;
/** A view says a value clearly from this on. */
const CLEAR = 0.75;
/** A view that has another value from this on speaks against it. */
const DISSENT = 0.6;
/** All views together. */
const SURE = 0.8;
/**
 * What other values that can be read may have of the views, on average. Beside clear print nothing else can be read; where a
 * lamp has burnt half a digit away, every view reads the other half as another digit, and the true one still shows.
 */
const MOST_DOUBT = 0.07;

export interface Fused {
  readonly value: string;
  /** Of all views together, 0 to 1. */
  readonly probability: number;
  readonly isSure: boolean;
}

export function likelihoods({ tags }: Match, part: string): Likelihoods {
  const prefix = `${part} `;
  return new Map(
    [...tags].flatMap(([tag, p]) => (tag.startsWith(prefix) ? [[tag.slice(prefix.length), p] as const] : [])),
  );
}

/**
 * What several views of the same print come to: the geometric mean of their likelihoods, since they are views of the same
 * blur and err alike. Sure when that is, two of them say so clearly, and none says something else.
 * @param prints how many times what is seen is printed: prints err apart
 */
export function fuse(views: readonly Likelihoods[], prints = 1): Fused | undefined {
  const values = new Set(views.flatMap((view) => [...view.keys()]));
  if (values.size === 0) return undefined;
  const logs = [...values].map((value): readonly [string, number] => [
    value,
    (views.reduce((sum, view) => sum + Math.log(Math.max(FAINTEST, view.get(value) ?? 0)), 0) /
      views.length) *
      prints,
  ]);
  const most = Math.max(...logs.map(([, log]) => log));
  const total = logs.reduce((sum, [, log]) => sum + Math.exp(log - most), 0);
  const [best] = logs.filter(([value]) => !value.endsWith(UNREADABLE)).sort((a, b) => b[1] - a[1]);
  if (best === undefined) return undefined;
  const [value, log] = best;
  const probability = Math.exp(log - most) / total;
  const clear = views.filter((view) => (view.get(value) ?? 0) >= CLEAR).length;
  const isClear = clear >= 2 && !views.some((view) => speaksAgainst(view, value));
  // A second print decides between two values that are both to be seen in the first.
  const isUndoubted = prints > 1 || doubt(views, value) <= MOST_DOUBT;
  return { value, probability, isSure: probability >= SURE && isClear && isUndoubted };
}

/** The share of the views that goes to other values, not to what cannot be read. */
function doubt(views: readonly Likelihoods[], value: string): number {
  const others = views.map((view) =>
    [...view].reduce((sum, [other, p]) => (other === value || other.endsWith(UNREADABLE) ? sum : sum + p), 0),
  );
  return others.reduce((sum, p) => sum + p, 0) / views.length;
}

function speaksAgainst(view: Likelihoods, value: string): boolean {
  return [...view].some(([other, p]) => other !== value && !other.endsWith(UNREADABLE) && p >= DISSENT);
}
