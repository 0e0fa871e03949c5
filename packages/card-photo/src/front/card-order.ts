import { type Quad, sideLengths } from '../geometry/point.ts';

/** The same corners, beginning where the first side is a long one. */
export function longSideFirst(quad: Quad): Quad {
  const [along, down] = sideLengths(quad);
  return along >= down ? quad : turned(quad, 1);
}

export function upsideDown(quad: Quad): Quad {
  return turned(quad, 2);
}

function turned([a, b, c, d]: Quad, by: 1 | 2): Quad {
  return by === 1 ? [b, c, d, a] : [c, d, a, b];
}
