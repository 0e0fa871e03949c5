import type { Point } from '../geometry/point.ts';
import type { EdgeMap } from './edges.ts';

/** x cos(angle) + y sin(angle) = offset, angle 0 to pi. */
export interface Line {
  readonly angle: number;
  readonly offset: number;
  readonly votes: number;
}

const ANGLES = 120;
const STEP = Math.PI / ANGLES;
/** Edge pixels vote for lines this many steps to either side of their own direction. */
const SPREAD = 2;
/** An edge counts by its strength, but no more than this: a card on a black table must not drown the fainter sides. */
const STRONGEST_VOTE = 8;
/** Two lines nearer than this (steps of angle, pixels) are one. */
const SAME_ANGLE = 4;
const SAME_OFFSET = 4;

/** The lines with most edge along them, strongest first (Hough transform led by the edges' directions). */
export function strongestLines(edges: EdgeMap, most: number): Line[] {
  const { width, height, strength, direction } = edges;
  const reach = Math.ceil(Math.hypot(width, height));
  const offsets = 2 * reach + 1;
  const votes = new Float32Array(ANGLES * offsets);
  const cosines = Float32Array.from({ length: ANGLES }, (_, i) => Math.cos(i * STEP));
  const sines = Float32Array.from({ length: ANGLES }, (_, i) => Math.sin(i * STEP));
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const size = strength[i] as number;
      if (size === 0) continue;
      const vote = Math.min(size, STRONGEST_VOTE);
      const nearest = Math.round((direction[i] as number) / STEP);
      for (let d = -SPREAD; d <= SPREAD; d++) {
        const a = (((nearest + d) % ANGLES) + ANGLES) % ANGLES;
        const offset = (x + 0.5) * (cosines[a] as number) + (y + 0.5) * (sines[a] as number) + reach;
        const low = Math.floor(offset);
        const cell = a * offsets + low;
        votes[cell] = (votes[cell] as number) + vote * (low + 1 - offset);
        votes[cell + 1] = (votes[cell + 1] as number) + vote * (offset - low);
      }
    }
  const least = 0.12 * Math.min(width, height) * 4;
  return peaks(votes, offsets, least)
    .slice(0, most)
    .map(({ cell, votes: count }) => ({
      angle: Math.floor(cell / offsets) * STEP,
      offset: (cell % offsets) - reach,
      votes: count,
    }));
}

interface Peak {
  readonly cell: number;
  readonly votes: number;
}

function peaks(votes: Float32Array, offsets: number, least: number): Peak[] {
  const candidates: Peak[] = [];
  for (let a = 0; a < ANGLES; a++)
    for (let o = 1; o < offsets - 1; o++) {
      const cell = a * offsets + o;
      const count = votes[cell] as number;
      if (count < least || count < (votes[cell - 1] as number) || count <= (votes[cell + 1] as number))
        continue;
      candidates.push({ cell, votes: count });
    }
  candidates.sort((one, other) => other.votes - one.votes);
  const kept: Peak[] = [];
  for (const peak of candidates) {
    if (kept.length >= 200) break;
    if (!kept.some((other) => isSame(peak.cell, other.cell, offsets))) kept.push(peak);
  }
  return kept;
}

function isSame(one: number, other: number, offsets: number): boolean {
  const angle = Math.abs(Math.floor(one / offsets) - Math.floor(other / offsets));
  const [a, b] = [one % offsets, other % offsets];
  if (angle <= SAME_ANGLE) return Math.abs(a - b) <= SAME_OFFSET;
  // Angles 0 and pi are one line, with its offset's sign turned.
  return ANGLES - angle <= SAME_ANGLE && Math.abs(a + b - (offsets - 1)) <= SAME_OFFSET;
}

/** @returns undefined for lines that are nearly parallel */
export function crossing(one: Line, other: Line): Point | undefined {
  const determinant = Math.sin(other.angle - one.angle);
  if (Math.abs(determinant) < 0.2) return undefined;
  return [
    (one.offset * Math.sin(other.angle) - other.offset * Math.sin(one.angle)) / determinant,
    (other.offset * Math.cos(one.angle) - one.offset * Math.cos(other.angle)) / determinant,
  ];
}
