import { type FaceCrop, facePixels, reliefAt, unitPoints } from './face-crop.ts';
import type { Point } from './geometry.ts';
import { fitHomography, inverse, NormalEquations } from './homography.ts';
import { type Field, sample, smoothed, standardised } from './sampling.ts';

/** What turns one view of a face into another. */
export interface TurnExplanation {
  /** Correlation (-1 … 1) of the two views after the best search for a flat picture under any perspective. */
  readonly flat: number;
  /** Correlation after the best search for a face with relief: the same plus parallax. */
  readonly head: number;
  /**
   * Shift across the picture by how far a part of the face stands out, beyond what the perspective explains: about
   * the sine of the angle that the head turned; positive when the nose went to the picture's right; 0 for a flat picture.
   */
  readonly parallax: number;
}

const NOTHING_FOUND: TurnExplanation = { flat: -1, head: -1, parallax: 0 };

/** Blurred first, so that a start that is some pixels off still finds its way. */
const BLUR_PASSES = [6, 3, 1] as const;
const ITERATIONS = 20;
/** The search of one scale ends when a step raises the correlation by less. */
const MIN_GAIN = 0.0002;
const DAMPING = { start: 1e-3, least: 1e-6, up: 8, down: 4, tries: 5 } as const;

/** 8 of a homography, then the parallax across and down. */
const FLAT_PARAMETERS = 8;
const HEAD_PARAMETERS = 10;

/**
 * How the second view comes about from the first: plane plus parallax (Irani and Anandan 1996), found on the pixels
 * by Levenberg and Marquardt (Lucas and Kanade 1981; Baker and Matthews 2004), starting from the faces' points. A photo
 * that is turned, bent back by any warp, moved or zoomed is a plane under a perspective and shows no parallax; in a
 * head that turns, the nose moves against the cheeks as its relief demands.
 */
export function explainTurn(reference: FaceCrop, other: FaceCrop): TurnExplanation {
  const start = fitHomography(unitPoints(reference), unitPoints(other));
  const way = wayBetween(reference, other);
  // Only a plane is searched that way, which needs no relief.
  const back = wayBetween(other, reference, { flat: true });
  try {
    if (!start) return NOTHING_FOUND;
    // Where the one way ends in a wrong place, the other way often finds the right one.
    const turnedBack = inverse(start);
    const found = turnedBack && search(turnedBack, FLAT_PARAMETERS, back);
    const starts = [start, found && inverse(found.warp)].filter((h) => h !== undefined);
    const flat = best(starts.map((h) => search(h, FLAT_PARAMETERS, way)));
    if (!flat) return NOTHING_FOUND;
    const head = search(flat.warp, HEAD_PARAMETERS, way);
    if (!head) return NOTHING_FOUND;
    return { flat: flat.correlation, head: head.correlation, parallax: head.warp[8] as number };
  } finally {
    for (const { scales } of [way, back])
      for (const { template, target } of scales) for (const field of [template, target]) field.values.fill(0);
  }
}

/** From the pixels of one face to another view of it. */
interface Way {
  readonly pixels: readonly Point[];
  readonly relief: Float64Array;
  readonly scales: readonly { readonly template: Field; readonly target: Field }[];
}

function wayBetween(from: FaceCrop, to: FaceCrop, { flat = false } = {}): Way {
  const pixels = facePixels(unitPoints(from), from.picture.width);
  return {
    pixels,
    relief: flat ? new Float64Array(pixels.length) : reliefAt(pixels, from),
    scales: BLUR_PASSES.map((passes) => ({
      template: smoothed(from.picture, passes),
      target: smoothed(to.picture, passes),
    })),
  };
}

const best = (fits: readonly (Fit | undefined)[]): Fit | undefined =>
  fits.reduce((a, b) => (b && !(a && a.correlation >= b.correlation) ? b : a), undefined);

interface Fit {
  readonly warp: Float64Array;
  readonly correlation: number;
}

interface View extends Fit {
  /** Where each pixel of the face lies in the other view. */
  readonly mapped: Float64Array;
  readonly values: Float32Array;
  readonly deviation: number;
}

/** From a homography on, without parallax at first. */
function search(start: Float64Array, parameters: number, { pixels, relief, scales }: Way): Fit | undefined {
  let warp = Float64Array.of(...start.subarray(0, FLAT_PARAMETERS), 0, 0);
  let fit: Fit | undefined;
  for (const { template, target } of scales) {
    const wanted = standardised(pixels.map(([x, y]) => sample(template, x, y)))?.values;
    fit = wanted && climb(warp, parameters, pixels, relief, wanted, target);
    if (!fit) return undefined;
    warp = Float64Array.from(fit.warp);
  }
  return fit;
}

/** Raises the correlation step by step; a step that lowers it is never taken. */
function climb(
  warp: Float64Array,
  parameters: number,
  pixels: readonly Point[],
  relief: Float64Array,
  wanted: Float32Array,
  target: Field,
): Fit | undefined {
  let view = look(warp, pixels, relief, wanted, target);
  if (!view) return undefined;
  let damping: number = DAMPING.start;
  for (let i = 0; i < ITERATIONS; i++) {
    const normal = linearised(view, parameters, pixels, relief, wanted, target);
    const before: number = view.correlation;
    for (let tries = 0; tries < DAMPING.tries && view.correlation === before; tries++) {
      const change = normal.solve(damping);
      const next: Float64Array = view.warp.map((h, j) => h + (change?.[j] ?? 0));
      const seen: View | undefined = change && look(next, pixels, relief, wanted, target);
      if (seen && seen.correlation > before) view = seen;
      damping =
        view.correlation > before ? Math.max(damping / DAMPING.down, DAMPING.least) : damping * DAMPING.up;
    }
    if (view.correlation - before < MIN_GAIN) break;
  }
  return view;
}

/** The face's pixels as the warp finds them in the other view; undefined when it folds the picture over or sees nothing. */
function look(
  warp: Float64Array,
  pixels: readonly Point[],
  relief: Float64Array,
  wanted: Float32Array,
  target: Field,
): View | undefined {
  const [a, b, c, d, e, f, g, h, across, down] = warp as unknown as readonly [
    ...[number, number, number, number, number],
    ...[number, number, number, number, number],
  ];
  const mapped = new Float64Array(2 * pixels.length);
  const raw = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = pixels[i] as Point;
    const w = g * x + h * y + 1;
    if (w < 0.1) return undefined;
    const out = relief[i] as number;
    const u = (a * x + b * y + c + across * out) / w;
    const v = (d * x + e * y + f + down * out) / w;
    mapped[2 * i] = u;
    mapped[2 * i + 1] = v;
    raw[i] = sample(target, u, v);
  }
  const seen = standardised(raw);
  if (!seen) return undefined;
  let correlation = 0;
  for (let i = 0; i < pixels.length; i++)
    correlation += ((seen.values[i] as number) * (wanted[i] as number)) / pixels.length;
  return { warp, correlation, mapped, ...seen };
}

/** How the view would change with each parameter, against what is still wrong with it. */
function linearised(
  { warp, mapped, values, deviation }: View,
  parameters: number,
  pixels: readonly Point[],
  relief: Float64Array,
  wanted: Float32Array,
  target: Field,
): NormalEquations {
  const normal = new NormalEquations(parameters);
  const delta = 2 / target.size;
  const row = new Float64Array(HEAD_PARAMETERS);
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = pixels[i] as Point;
    const u = mapped[2 * i] as number;
    const v = mapped[2 * i + 1] as number;
    const w = (warp[6] as number) * x + (warp[7] as number) * y + 1;
    const by = 2 * delta * deviation * w;
    const gx = (sample(target, u + delta, v) - sample(target, u - delta, v)) / by;
    const gy = (sample(target, u, v + delta) - sample(target, u, v - delta)) / by;
    const g = gx * u + gy * v;
    const out = relief[i] as number;
    row.set([gx * x, gx * y, gx, gy * x, gy * y, gy, -g * x, -g * y, gx * out, gy * out]);
    normal.add(row, (wanted[i] as number) - (values[i] as number));
  }
  return normal;
}
