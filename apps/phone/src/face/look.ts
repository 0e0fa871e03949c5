import type { Pixels } from './pixels.ts';

/** As the service looks at frames (packages/face, `no-repeated-frame`): small, grey, in blocks. */
export const LOOK_WIDTH = 64;
const BLOCK = 4;
/** The service asks for 3; the rest is for what the JPEG takes away. */
const LEAST_CHANGE = 4.5;

/** Poses are compared smaller still, and moved against each other by so many pixels at most: a hand is never still. */
const COARSER = 2;
const SHAKE = 3;

/** A grey picture without its brightness: a change of the light alone is no new picture. */
interface Grey {
  readonly width: number;
  readonly height: number;
  readonly luma: Float32Array;
}

/** What a camera's picture looks like, small. */
export interface Look extends Grey {
  readonly coarse: Grey;
}

/** Of a picture `LOOK_WIDTH` wide. */
export function lookOf({ data, width, height }: Pixels): Look {
  const luma = Float32Array.from(
    { length: width * height },
    (_, i) => 0.299 * (data[4 * i] ?? 0) + 0.587 * (data[4 * i + 1] ?? 0) + 0.114 * (data[4 * i + 2] ?? 0),
  );
  const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length;
  const grey = { width, height, luma: luma.map((value) => value - mean) };
  return { ...grey, coarse: smaller(grey) };
}

function smaller({ width, height, luma }: Grey): Grey {
  const [w, h] = [Math.floor(width / COARSER), Math.floor(height / COARSER)];
  const small = new Float32Array(w * h);
  for (let y = 0; y < h * COARSER; y++)
    for (let x = 0; x < w * COARSER; x++) {
      const at = Math.floor(y / COARSER) * w + Math.floor(x / COARSER);
      small[at] = (small[at] as number) + (luma[y * width + x] as number) / COARSER ** 2;
    }
  return { width: w, height: h, luma: small };
}

/** Nothing of a picture stays (R23). */
export function wipeLook({ luma, coarse }: Look): void {
  luma.fill(0);
  coarse.luma.fill(0);
}

/**
 * Whether a picture differs enough from the others to be taken for one of a camera in a hand. A phone on a stand before
 * somebody who keeps still gives pictures that are nearly the same, and the service would refuse them as repeated.
 */
export function isNew(look: Look, others: readonly Look[]): boolean {
  return others.every((other) => largestChange(look, other) >= LEAST_CHANGE);
}

function largestChange({ width, height, luma: a }: Grey, { luma: b }: Grey): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let y = 0; y + BLOCK <= height; y += BLOCK)
    for (let x = 0; x + BLOCK <= width; x += BLOCK) {
      let sum = 0;
      for (let j = 0; j < BLOCK; j++)
        for (let i = 0; i < BLOCK; i++) {
          const at = (y + j) * width + x + i;
          sum += Math.abs((a[at] as number) - (b[at] as number));
        }
      largest = Math.max(largest, sum / BLOCK ** 2);
    }
  return largest;
}

/**
 * How far apart two poses look: the mean difference of their pixels where the one lies best on the other. For the
 * personas' turns it grows with the angle from 0 to 60 degrees (about 1 for each), however the hand has moved.
 */
export function distance({ coarse: a }: Look, { coarse: b }: Look): number {
  let least = Number.POSITIVE_INFINITY;
  for (let dy = -SHAKE; dy <= SHAKE; dy++)
    for (let dx = -SHAKE; dx <= SHAKE; dx++) least = Math.min(least, difference(a, b, dx, dy));
  return least;
}

function difference({ width, height, luma: a }: Grey, { luma: b }: Grey, dx: number, dy: number): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const [left, right] = [Math.max(0, -dx), Math.min(width, width - dx)];
  const [top, bottom] = [Math.max(0, -dy), Math.min(height, height - dy)];
  let sum = 0;
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++)
      sum += Math.abs((a[y * width + x] as number) - (b[(y + dy) * width + x + dx] as number));
  return sum / ((right - left) * (bottom - top));
}
