/** x to the right, y down, in pixels; whole numbers are pixel corners, so that a pixel's centre is at .5. */
export type Point = readonly [x: number, y: number];

/** Corners of a card, clockwise as seen, beginning at the card's own top left. */
export type Quad = readonly [Point, Point, Point, Point];

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Area of a polygon, positive when its corners go clockwise as seen (y down). */
export function signedArea(corners: readonly Point[]): number {
  let twice = 0;
  corners.forEach(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length] as Point;
    twice += x * nextY - nextX * y;
  });
  return twice / 2;
}

/** Every corner turns the same way: clockwise as seen. */
export function isConvexClockwise(quad: Quad): boolean {
  return quad.every((a, i) => {
    const b = quad[(i + 1) % 4] as Point;
    const c = quad[(i + 2) % 4] as Point;
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0;
  });
}

/** Mean lengths of the two pairs of opposite sides: first to second corner, second to third. */
export function sideLengths(quad: Quad): readonly [number, number] {
  const [a, b, c, d] = quad;
  return [(distance(a, b) + distance(d, c)) / 2, (distance(b, c) + distance(a, d)) / 2];
}
