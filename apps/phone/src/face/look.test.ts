import { describe, expect, it } from 'vitest';
import { distance, isNew, LOOK_WIDTH, lookOf } from './look.ts';
import type { Pixels } from './pixels.ts';

const HEIGHT = 84;

/** A bright square on grey, `dx` pixels from where it was; `noise`: luma by which single pixels differ. */
function picture({ dx = 0, noise = 0, light = 0 } = {}): Pixels {
  const data = new Uint8ClampedArray(LOOK_WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < LOOK_WIDTH; x++) {
      const inside = x - dx > 20 && x - dx < 44 && y > 20 && y < 60;
      const value = (inside ? 180 : 90) + light + (((x * 31 + y * 17) % 3) - 1) * noise;
      data.set([value, value, value, 255], 4 * (y * LOOK_WIDTH + x));
    }
  return { data, width: LOOK_WIDTH, height: HEIGHT };
}

const look = (of: Parameters<typeof picture>[0] = {}) => lookOf(picture(of));

describe('a picture is new', () => {
  it('when the hand has moved', () => {
    expect(isNew(look({ dx: 1 }), [look()])).toBe(true);
  });

  it('and not when it is the same, with other noise or in other light', () => {
    expect(isNew(look(), [look()])).toBe(false);
    expect(isNew(look({ noise: 2 }), [look()])).toBe(false);
    expect(isNew(look({ light: 10 }), [look()])).toBe(false);
  });

  it('compared with each of those that are known', () => {
    expect(isNew(look({ dx: 2 }), [look({ dx: 5 })])).toBe(true);
    expect(isNew(look({ dx: 2 }), [look({ dx: 5 }), look({ dx: 2 })])).toBe(false);
  });
});

it('poses are farther apart the farther one has moved; a hand that shakes and noise are no movement', () => {
  const stretched = (by: number) => {
    const { data: square, ...size } = picture();
    const data = Uint8ClampedArray.from(square);
    // The right side of the square moves, its left side stays: as a nose does in front of a turning head.
    for (let y = 21; y < 60; y++)
      for (let x = 44; x < 44 + by; x++) data.set([180, 180, 180], 4 * (y * LOOK_WIDTH + x));
    return lookOf({ data, ...size });
  };
  const from = look();
  expect(distance(from, stretched(8))).toBeGreaterThan(1.5 * distance(from, stretched(4)));
  expect(distance(from, look({ dx: 4 }))).toBeLessThan(distance(from, stretched(2)));
  expect(distance(from, look({ noise: 5 }))).toBeLessThan(distance(from, stretched(2)));
});
