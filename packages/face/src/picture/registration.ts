import type { Point } from './geometry.ts';
import { fitHomography, type Homography, NormalEquations, project } from './homography.ts';
import type { Picture } from './picture.ts';

/** A grey crop of a face, square, with points of the face in the crop's pixels. */
export interface FaceCrop {
  readonly picture: Picture;
  readonly points: readonly Point[];
}

const ITERATIONS = 12;
/** The search of one scale ends when a step raises the correlation by less. */
const MIN_GAIN = 0.0005;

/**
 * How well the first crop, seen as a flat picture under any perspective, explains the second: the correlation
 * (-1 … 1) of the two after the best homography was searched, starting from the faces' points (Gauss-Newton on the
 * pixels: Lucas and Kanade 1981, Baker and Matthews 2004). Near 1 for a photo that is turned, bent back by any warp,
 * moved or zoomed; lower for a head that turns, because nose, cheeks and ears shift against each other.
 */
export function flatLikeness(reference: FaceCrop, other: FaceCrop): number {
  const size = reference.picture.width;
  const unit = (points: readonly Point[]): Point[] =>
    points.map(([x, y]) => [(2 * x) / size - 1, (2 * y) / size - 1]);
  const from = unit(reference.points);
  let h: Homography | undefined = fitHomography(from, unit(other.points));
  if (!h) return -1;
  const face = facePixels(from, size);
  let best = -1;
  for (const blurPasses of [3, 1]) {
    const target = smooth(other.picture, blurPasses);
    const source = smooth(reference.picture, blurPasses);
    const template = standardised(face.map(([x, y]) => sampleUnit(source, size, x, y)));
    if (!template) return -1;
    best = -1;
    for (let i = 0; i < ITERATIONS; i++) {
      const step: StepResult | undefined = gaussNewtonStep(h, face, template, target, size);
      if (!step) break;
      const gain = step.correlation - best;
      best = Math.max(best, step.correlation);
      if (!step.next || gain < MIN_GAIN) break;
      h = step.next;
    }
  }
  return best;
}

/** Every second pixel inside the face's points' bounding ellipse, in -1 … 1. */
function facePixels(points: readonly Point[], size: number): Point[] {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const [minX, maxX, minY, maxY] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const centre: Point = [(minX + maxX) / 2, (minY + maxY) / 2];
  const radius: Point = [(maxX - minX) / 2, (maxY - minY) / 2];
  const pixels: Point[] = [];
  for (let y = 0; y < size; y++)
    for (let x = y % 2; x < size; x += 2) {
      const p: Point = [(2 * (x + 0.5)) / size - 1, (2 * (y + 0.5)) / size - 1];
      if (((p[0] - centre[0]) / radius[0]) ** 2 + ((p[1] - centre[1]) / radius[1]) ** 2 < 0.9) pixels.push(p);
    }
  return pixels;
}

interface StepResult {
  readonly correlation: number;
  readonly next: Homography | undefined;
}

function gaussNewtonStep(
  h: Homography,
  face: readonly Point[],
  template: Float32Array,
  target: Float32Array,
  size: number,
): StepResult | undefined {
  const mapped = face.map((p) => project(h, p));
  const raw = mapped.map(([u, v]) => sampleUnit(target, size, u, v));
  const warped = standardised(raw);
  if (!warped) return undefined;
  let correlation = 0;
  for (let i = 0; i < warped.length; i++) correlation += (warped[i] as number) * (template[i] as number);
  correlation /= warped.length;

  const spread = deviation(raw);
  const delta = 2 / size;
  const normal = new NormalEquations(8);
  for (let i = 0; i < face.length; i++) {
    const [x, y] = face[i] as Point;
    const [u, v] = mapped[i] as Point;
    const gx =
      (sampleUnit(target, size, u + delta, v) - sampleUnit(target, size, u - delta, v)) /
      (2 * delta * spread);
    const gy =
      (sampleUnit(target, size, u, v + delta) - sampleUnit(target, size, u, v - delta)) /
      (2 * delta * spread);
    const w = (h[6] as number) * x + (h[7] as number) * y + 1;
    const g = gx * u + gy * v;
    normal.add(
      [(gx * x) / w, (gx * y) / w, gx / w, (gy * x) / w, (gy * y) / w, gy / w, (-g * x) / w, (-g * y) / w],
      (template[i] as number) - (warped[i] as number),
    );
  }
  const change = normal.solve();
  return { correlation, next: change?.map((c, i) => c + (h[i] as number)) };
}

function standardised(values: readonly number[]): Float32Array | undefined {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const spread = deviation(values);
  if (!(spread > 1)) return undefined;
  return Float32Array.from(values, (v) => (v - mean) / spread);
}

function deviation(values: readonly number[]): number {
  let sum = 0;
  let squares = 0;
  for (const v of values) {
    sum += v;
    squares += v * v;
  }
  return Math.sqrt(squares / values.length - (sum / values.length) ** 2);
}

/** Bilinear, coordinates -1 … 1, the edge continued. */
function sampleUnit(values: Float32Array, size: number, u: number, v: number): number {
  const x = Math.max(0, Math.min(size - 1.001, ((u + 1) * size) / 2 - 0.5)) || 0;
  const y = Math.max(0, Math.min(size - 1.001, ((v + 1) * size) / 2 - 0.5)) || 0;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const wx = x - x0;
  const wy = y - y0;
  const p = y0 * size + x0;
  return (
    ((values[p] as number) * (1 - wx) + (values[p + 1] as number) * wx) * (1 - wy) +
    ((values[p + size] as number) * (1 - wx) + (values[p + size + 1] as number) * wx) * wy
  );
}

/** `passes` of a 3 x 3 binomial filter. */
function smooth(picture: Picture, passes: number): Float32Array {
  const { width, height } = picture;
  let values: Float32Array = Float32Array.from(picture.data);
  for (let pass = 0; pass < passes; pass++)
    for (const step of [1, width]) {
      const next = new Float32Array(values.length);
      const last = step === 1 ? width - 1 : height - 1;
      for (let i = 0; i < values.length; i++) {
        const along = step === 1 ? i % width : Math.floor(i / width);
        const before = along > 0 ? i - step : i;
        const after = along < last ? i + step : i;
        next[i] = ((values[before] as number) + 2 * (values[i] as number) + (values[after] as number)) / 4;
      }
      values = next;
    }
  return values;
}
