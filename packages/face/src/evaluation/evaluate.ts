import { type Interval, wilson } from './confidence.ts';

/** One comparison whose truth is known. */
export interface ScoredPair {
  readonly genuine: boolean;
  readonly score: number;
}

/** False match and false non-match rate at one threshold (ISO/IEC 19795-1), each with its 95 % interval. */
export interface OperatingPoint {
  readonly threshold: number;
  readonly fmr: number;
  readonly fmrInterval: Interval;
  readonly fnmr: number;
  readonly fnmrInterval: Interval;
}

export interface Evaluation {
  readonly genuine: number;
  readonly impostor: number;
  /** The rate at which both errors are equal, and where. */
  readonly eer: { readonly rate: number; readonly threshold: number };
  /**
   * For each wanted FMR the lowest threshold that keeps it on these impostors. Absent where the impostor pairs are too
   * few to tell: `1 / impostor` is the finest that they show.
   */
  readonly atFmr: readonly { readonly wanted: number; readonly point?: OperatingPoint }[];
  /** The curve's corners from the lowest to the highest threshold. */
  readonly curve: readonly { readonly threshold: number; readonly fmr: number; readonly fnmr: number }[];
}

/** The false match rates that are reported. */
export const WANTED_FMR = [0.1, 0.05, 0.01, 0.001, 0.0001] as const;

/**
 * What a matcher's scores are worth. A pair matches when its score is at least the threshold.
 * @throws RangeError without at least one genuine and one impostor pair, or for a score that is no number.
 */
export function evaluateScores(
  pairs: readonly ScoredPair[],
  wantedFmr: readonly number[] = WANTED_FMR,
): Evaluation {
  if (pairs.some((pair) => !Number.isFinite(pair.score))) throw new RangeError('a score is no number');
  const scoresOf = (genuine: boolean) =>
    Float64Array.from(
      pairs.filter((pair) => pair.genuine === genuine),
      (pair) => pair.score,
    ).sort();
  const genuine = scoresOf(true);
  const impostor = scoresOf(false);
  if (genuine.length === 0 || impostor.length === 0)
    throw new RangeError('genuine and impostor pairs are needed');

  const thresholds = [...new Set([...genuine, ...impostor])].sort((a, b) => a - b);
  thresholds.push(justAbove(thresholds.at(-1) as number));
  const curve = thresholds.map((threshold) => ({
    threshold,
    fmr: (impostor.length - countBelow(impostor, threshold)) / impostor.length,
    fnmr: countBelow(genuine, threshold) / genuine.length,
  }));
  const nearest = curve.reduce((best, at) =>
    Math.abs(at.fmr - at.fnmr) < Math.abs(best.fmr - best.fnmr) ? at : best,
  );
  return {
    genuine: genuine.length,
    impostor: impostor.length,
    eer: { rate: (nearest.fmr + nearest.fnmr) / 2, threshold: nearest.threshold },
    atFmr: wantedFmr.map((wanted) => {
      const at = wanted >= 1 / impostor.length ? curve.find((corner) => corner.fmr <= wanted) : undefined;
      return at ? { wanted, point: operatingPoint(genuine, impostor, at.threshold) } : { wanted };
    }),
    curve,
  };
}

/** Both error rates at a threshold that is already chosen: for pairs that it was not chosen on. */
export function rateAt(pairs: readonly ScoredPair[], threshold: number): OperatingPoint {
  const scores = (genuine: boolean) =>
    Float64Array.from(
      pairs.filter((pair) => pair.genuine === genuine),
      (pair) => pair.score,
    ).sort();
  return operatingPoint(scores(true), scores(false), threshold);
}

function operatingPoint(genuine: Float64Array, impostor: Float64Array, threshold: number): OperatingPoint {
  const falseMatches = impostor.length - countBelow(impostor, threshold);
  const falseNonMatches = countBelow(genuine, threshold);
  return {
    threshold,
    fmr: falseMatches / impostor.length,
    fmrInterval: wilson(falseMatches, impostor.length),
    fnmr: falseNonMatches / genuine.length,
    fnmrInterval: wilson(falseNonMatches, genuine.length),
  };
}

/** How many of the sorted scores are below the threshold. */
function countBelow(sorted: Float64Array, threshold: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The threshold that refuses all scores seen. */
const justAbove = (score: number): number => score + Math.max(Math.abs(score), 1) * 1e-9;
