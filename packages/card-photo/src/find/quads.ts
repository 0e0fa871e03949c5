import { isConvexClockwise, type Point, type Quad, sideLengths, signedArea } from '../geometry/point.ts';
import type { EdgeMap } from './edges.ts';
import { crossing, type Line } from './lines.ts';

/** ID-1 (ISO/IEC 7810): 85.60 mm x 53.98 mm. */
export const CARD_ASPECT = 85.6 / 53.98;

/** How far an outline's aspect may be off by perspective. */
const ASPECT_SLACK = 1.38;
/** Of the frame's area. */
const SMALLEST_AREA = 0.06;
/** Corners may lie this far outside of the frame, of its long side. */
const OUTSIDE = 0.03;
/** Opposite sides meet at no more than this angle, neighbours at no less than 60 degrees. */
const PARALLEL = (26 * Math.PI) / 180;
const ACROSS = (60 * Math.PI) / 180;
/** Of lines, in each octant of direction. */
const PAIRS = 80;
const SAMPLES = 36;
/** The corners are round (ISO/IEC 7810: 3.18 mm): the ends of a side are not looked at. */
const CORNER = 0.07;
/** Each side must be seen over this share of its length. */
const LEAST_SUPPORT = 0.32;
const ALONG = Math.cos((22 * Math.PI) / 180);

export interface FoundQuad {
  readonly quad: Quad;
  /** Share of the outline that is an edge of the picture, 0 to 1. */
  readonly support: number;
  /** Grows with support, size and likeness to a card's shape. */
  readonly score: number;
}

/** The outline of a card among the lines of a frame: the four with the shape of a card and most edge along them. */
export function bestQuad(edges: EdgeMap, lines: readonly Line[]): FoundQuad | undefined {
  const pairs = parallelPairs(lines, 0.12 * Math.min(edges.width, edges.height));
  let best: FoundQuad | undefined;
  for (let i = 0; i < pairs.length; i++)
    for (let j = i + 1; j < pairs.length; j++) {
      const quad = quadOf(pairs[i] as Pair, pairs[j] as Pair, edges);
      const scored = quad && scoreOf(quad, edges, best?.score ?? 0);
      if (scored !== undefined) best = scored;
    }
  return best;
}

/** @returns undefined for what is no card or scores no more than `beat` */
export function scoreOf(quad: Quad, edges: EdgeMap, beat: number): FoundQuad | undefined {
  const form = shapeScore(quad) * sizeScore(quad, edges);
  if (form <= beat) return undefined;
  const supports = sideSupports(quad, edges);
  if (Math.min(...supports) < LEAST_SUPPORT) return undefined;
  const support = supports.reduce((sum, one) => sum + one, 0) / 4;
  const score = support ** 2 * form;
  return score > beat ? { quad, support, score } : undefined;
}

type Pair = readonly [Line, Line];

function parallelPairs(lines: readonly Line[], leastGap: number): Pair[] {
  const pairs: Pair[] = [];
  lines.forEach((one, i) => {
    for (const other of lines.slice(i + 1)) {
      const turn = Math.abs(one.angle - other.angle);
      const wrapped = turn > Math.PI / 2;
      if ((wrapped ? Math.PI - turn : turn) > PARALLEL) continue;
      const gap = Math.abs(wrapped ? one.offset + other.offset : one.offset - other.offset);
      if (gap >= leastGap) pairs.push([one, other]);
    }
  });
  // A ruled sheet or a page of print gives many strong pairs of one direction: each direction has its own share.
  return [0, 1, 2, 3].flatMap((octant) =>
    pairs
      .filter(([{ angle }]) => Math.min(3, Math.floor((4 * angle) / Math.PI)) === octant)
      .sort((a, b) => votes(b) - votes(a))
      .slice(0, PAIRS),
  );
}

const votes = ([one, other]: Pair): number => Math.min(one.votes, other.votes);

function quadOf([a, b]: Pair, [c, d]: Pair, { width, height }: EdgeMap): Quad | undefined {
  const turn = Math.abs(a.angle - c.angle);
  const between = turn > Math.PI / 2 ? Math.PI - turn : turn;
  if (between < ACROSS) return undefined;
  const corners = [crossing(a, c), crossing(c, b), crossing(b, d), crossing(d, a)];
  if (corners.some((corner) => corner === undefined)) return undefined;
  const slack = OUTSIDE * Math.max(width, height);
  const inside = ([x, y]: Point): boolean =>
    x >= -slack && y >= -slack && x <= width + slack && y <= height + slack;
  if (!corners.every((corner) => inside(corner as Point))) return undefined;
  const quad = clockwise(corners as Point[]);
  if (!isConvexClockwise(quad) || signedArea(quad) < SMALLEST_AREA * width * height) return undefined;
  return quad;
}

/** Clockwise from the corner nearest to the top left. */
export function clockwise(corners: readonly Point[]): Quad {
  const turned = signedArea(corners) < 0 ? [...corners].reverse() : corners;
  const sums = turned.map(([x, y]) => x + y);
  const first = sums.indexOf(Math.min(...sums));
  return [0, 1, 2, 3].map((i) => turned[(first + i) % 4]) as unknown as Quad;
}

/** 1 for the aspect of a card, lying or standing; 0 when no perspective explains it. */
function shapeScore(quad: Quad): number {
  const [along, down] = sideLengths(quad);
  const off = Math.abs(Math.log(Math.max(along / down, down / along) / CARD_ASPECT)) / Math.log(ASPECT_SLACK);
  return off >= 1 ? 0 : 1 - 0.5 * off * off;
}

/** A card also holds boxes; the largest outline of its shape is the card. */
function sizeScore(quad: Quad, { width, height }: EdgeMap): number {
  return (signedArea(quad) / (width * height)) ** 0.25;
}

function sideSupports(quad: Quad, edges: EdgeMap): number[] {
  return quad.map((from, i) => sideSupport(from, quad[(i + 1) % 4] as Point, edges));
}

/** Share of a side along which an edge runs, within two pixels and along the side. */
function sideSupport([x0, y0]: Point, [x1, y1]: Point, edges: EdgeMap): number {
  const length = Math.hypot(x1 - x0, y1 - y0);
  const nx = -(y1 - y0) / length;
  const ny = (x1 - x0) / length;
  let seen = 0;
  for (let k = 0; k < SAMPLES; k++) {
    const t = CORNER + ((1 - 2 * CORNER) * (k + 0.5)) / SAMPLES;
    if (edgeNear(x0 + t * (x1 - x0), y0 + t * (y1 - y0), nx, ny, edges)) seen++;
  }
  return seen / SAMPLES;
}

function edgeNear(x: number, y: number, nx: number, ny: number, edges: EdgeMap): boolean {
  for (let d = -2; d <= 2; d++) {
    const px = Math.floor(x + d * nx);
    const py = Math.floor(y + d * ny);
    if (px < 0 || py < 0 || px >= edges.width || py >= edges.height) continue;
    const i = py * edges.width + px;
    if (edges.strength[i] === 0) continue;
    const direction = edges.direction[i] as number;
    if (Math.abs(Math.cos(direction) * nx + Math.sin(direction) * ny) >= ALONG) return true;
  }
  return false;
}
