import type { Point, Quad } from './point.ts';

/** (u, v) to ((a u + b v + c) / w, (d u + e v + f) / w), w = g u + h v + 1. */
export interface Homography {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  readonly g: number;
  readonly h: number;
}

/**
 * The map from the unit square, (0,0) (1,0) (1,1) (0,1), to the corners of a quadrilateral in that order
 * (P. Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, 2.2.3).
 * @returns undefined when the corners are degenerate
 */
export function squareToQuad(quad: Quad): Homography | undefined {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quad;
  const dx1 = x1 - x2;
  const dy1 = y1 - y2;
  const dx2 = x3 - x2;
  const dy2 = y3 - y2;
  const sx = x0 - x1 + x2 - x3;
  const sy = y0 - y1 + y2 - y3;
  const determinant = dx1 * dy2 - dx2 * dy1;
  if (!(Math.abs(determinant) > 1e-9)) return undefined;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  return {
    a: x1 - x0 + g * x1,
    b: x3 - x0 + h * x3,
    c: x0,
    d: y1 - y0 + g * y1,
    e: y3 - y0 + h * y3,
    f: y0,
    g,
    h,
  };
}

export function project({ a, b, c, d, e, f, g, h }: Homography, u: number, v: number): Point {
  const w = g * u + h * v + 1;
  return [(a * u + b * v + c) / w, (d * u + e * v + f) / w];
}
