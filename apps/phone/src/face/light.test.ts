import { describe, expect, it } from 'vitest';
import { lightOf } from './light.ts';

/** Stripes of two values: `left` and `right` halves may differ. */
function picture(left: readonly [number, number], right = left): ImageData {
  const [width, height] = [60, 80];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const x = at % width;
    data.fill((x < width / 2 ? left : right)[x % 2] ?? 0, at * 4, at * 4 + 3);
  }
  return { width, height, data } as ImageData;
}

describe('hints before anything counts (R20)', () => {
  it.each([
    ['dark', picture([20, 40])],
    ['bright', picture([250, 235])],
    ['side', picture([60, 70], [200, 190])],
    ['blurred', picture([120, 120])],
    ['good', picture([120, 140])],
  ] as const)('%s', (hint, frame) => {
    expect(lightOf(frame)).toBe(hint);
  });
});
