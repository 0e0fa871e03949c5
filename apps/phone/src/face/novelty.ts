import type { Pixels } from './pixels.ts';

/** As the service looks at frames (packages/face, `no-repeated-frame`): small, grey, in blocks. */
export const NOVELTY_WIDTH = 64;
const BLOCK = 4;
/** The service asks for 3; the rest is for what the JPEG takes away. */
const LEAST_CHANGE = 4.5;

/**
 * Whether pictures differ enough to be taken for pictures of a camera in a hand. A phone on a stand before somebody who
 * keeps still gives pictures that are nearly the same, and the service would refuse them as repeated: the app waits for
 * one that is not.
 */
export class Novelty {
  readonly #taken: Float32Array[] = [];
  #latest: Float32Array | undefined;

  /** Looks at a picture `NOVELTY_WIDTH` wide; true when it differs from each that was taken. */
  look(picture: Pixels): boolean {
    this.#latest?.fill(0);
    const seen = levelled(picture);
    this.#latest = seen;
    return this.#taken.every((other) => largestChange(seen, other, picture.width) >= LEAST_CHANGE);
  }

  /** The picture that was looked at last is one of those that are sent. */
  take(): void {
    if (this.#latest !== undefined) this.#taken.push(this.#latest);
    this.#latest = undefined;
  }

  /** Nothing of a picture stays (R23). */
  forget(): void {
    this.#latest?.fill(0);
    for (const picture of this.#taken) picture.fill(0);
    this.#taken.length = 0;
    this.#latest = undefined;
  }
}

/** Luma without the whole picture's brightness: a change of the light alone is no new picture. */
function levelled({ data, width, height }: Pixels): Float32Array {
  const luma = Float32Array.from(
    { length: width * height },
    (_, i) => 0.299 * (data[4 * i] ?? 0) + 0.587 * (data[4 * i + 1] ?? 0) + 0.114 * (data[4 * i + 2] ?? 0),
  );
  const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length;
  return luma.map((value) => value - mean);
}

function largestChange(a: Float32Array, b: Float32Array, width: number): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const height = a.length / width;
  let largest = 0;
  for (let y = 0; y + BLOCK <= height; y += BLOCK)
    for (let x = 0; x + BLOCK <= width; x += BLOCK) {
      let sum = 0;
      for (let j = 0; j < BLOCK; j++)
        for (let i = 0; i < BLOCK; i++) {
          const at = (y + j) * width + x + i;
          sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
        }
      largest = Math.max(largest, sum / BLOCK ** 2);
    }
  return largest;
}
