import type { Point } from './geometry.ts';
import { NormalEquations } from './homography.ts';
import type { Picture } from './picture.ts';

/** A grey crop of a face, square, with points of the face in the crop's pixels. */
export interface FaceCrop {
  readonly picture: Picture;
  readonly points: readonly Point[];
  /** How far each point stands out towards the camera, in the crop's pixels, from any plane. */
  readonly relief: readonly number[];
}

/** Points in the crop's pixels as -1 … 1 across the crop: where warps are well conditioned. */
export const unitPoints = ({ picture: { width }, points }: FaceCrop): Point[] =>
  points.map(([x, y]) => [(2 * x) / width - 1, (2 * y) / width - 1]);

/** Every second pixel inside the ellipse that bounds the face's points, in -1 … 1. */
export function facePixels(points: readonly Point[], size: number): Point[] {
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

/** Width of the Gaussian that spreads a point's relief over its surroundings, in -1 … 1. */
const SPREAD = 0.07;

/**
 * The face's relief at each of the pixels, in -1 … 1, with the best plane taken away: what is left is what no flat
 * picture has, the nose before the cheeks. Zero everywhere when the points do not determine a plane.
 */
export function reliefAt(pixels: readonly Point[], face: FaceCrop): Float64Array {
  const points = unitPoints(face);
  const scale = 2 / face.picture.width;
  const field = Float64Array.from(pixels, ([x, y]) => {
    let sum = 0;
    let weights = 0;
    points.forEach(([px, py], i) => {
      const square = (px - x) ** 2 + (py - y) ** 2;
      // The second term takes over far from every point, where the first one vanishes.
      const weight = Math.exp(-square / (2 * SPREAD ** 2)) + 1e-12 / (square + 1e-6);
      sum += weight * scale * (face.relief[i] as number);
      weights += weight;
    });
    return sum / weights;
  });
  const plane = new NormalEquations(3);
  pixels.forEach(([x, y], i) => {
    plane.add([x, y, 1], field[i] as number);
  });
  const fitted = plane.solve();
  if (!fitted) return field.fill(0);
  const [a, b, c] = fitted as unknown as [number, number, number];
  return field.map((v, i) => {
    const [x, y] = pixels[i] as Point;
    return v - (a * x + b * y + c);
  });
}
