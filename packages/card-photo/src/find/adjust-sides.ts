import { isConvexClockwise, type Point, type Quad } from '../geometry/point.ts';
import type { EdgeMap } from './edges.ts';
import { type FoundQuad, scoreOf } from './quads.ts';

/** How far a side is moved at most, of the card's extent across it, and in how many steps to either side. */
const REACH = 0.12;
const STEPS = 18;
/** How differently the two ends of a side may move, in steps. */
const SKEW = 3;

/**
 * Moves each side to where the whole outline is better supported. A side that is faint over its whole length (a pale card
 * on a sheet of paper) gathers fewer votes than the portrait and the boxes beside it; seen from the other three it stands out.
 */
export function adjustSides(found: FoundQuad, edges: EdgeMap): FoundQuad {
  let best: FoundQuad = found;
  for (const side of [0, 1, 2, 3] as const) best = withSideMoved(best, side, edges);
  return best;
}

function withSideMoved(found: FoundQuad, side: 0 | 1 | 2 | 3, edges: EdgeMap): FoundQuad {
  let best = found;
  for (let step = -STEPS; step <= STEPS; step++)
    for (let skew = -SKEW; skew <= SKEW; skew++) {
      const quad = moved(found.quad, side, (step * REACH) / STEPS, ((step + skew) * REACH) / STEPS);
      const scored = isConvexClockwise(quad) ? scoreOf(quad, edges, best.score) : undefined;
      if (scored !== undefined && scored.score > best.score) best = scored;
    }
  return best;
}

/** The side's two corners moved along the neighbouring sides by shares of these; positive makes the card larger. */
function moved(quad: Quad, side: 0 | 1 | 2 | 3, byFirst: number, bySecond: number): Quad {
  const corners: Point[] = [...quad];
  const [before, first, second, after] = [side + 3, side, side + 1, side + 2].map(
    (i) => quad[i % 4] as Point,
  ) as [Point, Point, Point, Point];
  corners[side] = [first[0] + byFirst * (first[0] - before[0]), first[1] + byFirst * (first[1] - before[1])];
  corners[(side + 1) % 4] = [
    second[0] + bySecond * (second[0] - after[0]),
    second[1] + bySecond * (second[1] - after[1]),
  ];
  return corners as unknown as Quad;
}
