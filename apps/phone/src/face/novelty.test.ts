import { describe, expect, it } from 'vitest';
import { NOVELTY_WIDTH, Novelty } from './novelty.ts';
import type { Pixels } from './pixels.ts';

const HEIGHT = 84;

/** A bright square on grey, `dx` pixels from where it was; `noise`: luma by which single pixels differ. */
function picture({ dx = 0, noise = 0, light = 0 } = {}): Pixels {
  const data = new Uint8ClampedArray(NOVELTY_WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < NOVELTY_WIDTH; x++) {
      const inside = x - dx > 20 && x - dx < 44 && y > 20 && y < 60;
      const value = (inside ? 180 : 90) + light + (((x * 31 + y * 17) % 3) - 1) * noise;
      data.set([value, value, value, 255], 4 * (y * NOVELTY_WIDTH + x));
    }
  return { data, width: NOVELTY_WIDTH, height: HEIGHT };
}

function after(first: Pixels): Novelty {
  const novelty = new Novelty();
  expect(novelty.look(first)).toBe(true);
  novelty.take();
  return novelty;
}

describe('a picture is new', () => {
  it('when the hand has moved', () => {
    expect(after(picture()).look(picture({ dx: 1 }))).toBe(true);
  });

  it('and not when it is the same, with other noise or in other light', () => {
    expect(after(picture()).look(picture())).toBe(false);
    expect(after(picture()).look(picture({ noise: 2 }))).toBe(false);
    expect(after(picture()).look(picture({ light: 10 }))).toBe(false);
  });

  it('compared with all that were taken, not with those that were only looked at', () => {
    const novelty = after(picture());
    expect(novelty.look(picture({ dx: 2 }))).toBe(true);
    expect(novelty.look(picture({ dx: 2 }))).toBe(true);
    novelty.take();
    expect(novelty.look(picture({ dx: 2 }))).toBe(false);
    expect(novelty.look(picture())).toBe(false);
  });
});
