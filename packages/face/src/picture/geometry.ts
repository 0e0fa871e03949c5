/** A point in pixels: x to the right, y down, the centre of the first pixel at (0.5, 0.5). */
export type Point = readonly [x: number, y: number];

/** Maps (x, y) to (a x + b y + c, d x + e y + f). */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export const distance = (p: Point, q: Point): number => Math.hypot(p[0] - q[0], p[1] - q[1]);

export const mean = (points: readonly Point[]): Point => {
  let x = 0;
  let y = 0;
  for (const p of points) {
    x += p[0];
    y += p[1];
  }
  return [x / points.length, y / points.length];
};

export const apply = (m: Affine, [x, y]: Point): Point => [m.a * x + m.b * y + m.c, m.d * x + m.e * y + m.f];

export function invert(m: Affine): Affine {
  const det = m.a * m.e - m.b * m.d;
  const a = m.e / det;
  const b = -m.b / det;
  const d = -m.d / det;
  const e = m.a / det;
  return { a, b, c: -(a * m.c + b * m.f), d, e, f: -(d * m.c + e * m.f) };
}

/**
 * From the pixels of a `size` x `size` crop to the picture: a square of side `side` around `centre`, turned so that
 * the direction `angle` (radians, clockwise as seen) becomes level.
 */
export function squareCrop(centre: Point, side: number, angle: number, size: number): Affine {
  const scale = side / size;
  const cos = Math.cos(angle) * scale;
  const sin = Math.sin(angle) * scale;
  const half = size / 2;
  return {
    a: cos,
    b: -sin,
    c: centre[0] - cos * half + sin * half,
    d: sin,
    e: cos,
    f: centre[1] - sin * half - cos * half,
  };
}

/** The least-squares similarity (turn, scale, shift; no mirror) that maps `from` onto `to`: Umeyama 1991 in the plane. */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine {
  const [fx, fy] = mean(from);
  const [tx, ty] = mean(to);
  let dot = 0;
  let cross = 0;
  let norm = 0;
  from.forEach((p, i) => {
    const q = to[i] as Point;
    const px = p[0] - fx;
    const py = p[1] - fy;
    const qx = q[0] - tx;
    const qy = q[1] - ty;
    dot += px * qx + py * qy;
    cross += px * qy - py * qx;
    norm += px * px + py * py;
  });
  const a = dot / norm;
  const d = cross / norm;
  return { a, b: -d, c: tx - a * fx + d * fy, d, e: a, f: ty - d * fx - a * fy };
}
