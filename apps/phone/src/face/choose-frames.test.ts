import { describe, expect, it } from 'vitest';
import { chooseFrames, type Shot } from './choose-frames.ts';
import { LOOK_WIDTH, lookOf } from './look.ts';

const LIMITS = { atLeast: 3, atMost: 5 };
const HEIGHT = 84;

/** A light shape before a wall, of which one edge moves: `pose` 0 looks straight, 1 is fully turned. */
function lookAt(pose: number) {
  const data = new Uint8ClampedArray(LOOK_WIDTH * HEIGHT * 4);
  for (let at = 0; at < LOOK_WIDTH * HEIGHT; at++) {
    const x = at % LOOK_WIDTH;
    const value = 128 + 50 * (Math.tanh((x - 12) / 2) - Math.tanh((x - 24 - 32 * pose) / 4));
    data.set([value, value, value, 255], 4 * at);
  }
  return lookOf({ data, width: LOOK_WIDTH, height: HEIGHT });
}

const NEUTRAL = [lookAt(0)];
const EVERY = 130;

/** What a camera gives of a movement, `bytes` of a file each. */
function shotsOf(poses: readonly number[], bytes: (index: number) => number = () => 40): Shot[] {
  return poses.map((pose, i) => ({
    jpeg: new Uint8Array(bytes(i)),
    at: 500 + EVERY * i,
    look: lookAt(pose),
  }));
}

const posesOf = (chosen: readonly Shot[], poses: readonly number[]): number[] =>
  chosen.map(({ at }) => poses[(at - 500) / EVERY] ?? Number.NaN);

/** Steady until `start`, then a turn that takes `frames` pictures, then held with a hand that moves a little. */
function turn(start: number, frames: number, all = 28): number[] {
  return Array.from({ length: all }, (_, i) => {
    const way = Math.min(1, Math.max(0, (i - start) / frames));
    return way + 0.015 * ((i * 7) % 3);
  });
}

describe('of a movement those frames are sent that show it from its beginning to its end', () => {
  it.each([
    ['slow', turn(8, 16)],
    ['quick', turn(4, 4)],
    ['very quick', turn(1, 3)],
    ['there and back', [...turn(3, 4, 12), ...turn(0, 5, 12).toReversed()]],
  ])('a %s one', (_, poses) => {
    const chosen = posesOf(chooseFrames(shotsOf(poses), NEUTRAL, LIMITS), poses);
    expect(chosen.length).toBeGreaterThanOrEqual(LIMITS.atLeast);
    expect(chosen.length).toBeLessThanOrEqual(LIMITS.atMost);
    expect(Math.max(...chosen)).toBeGreaterThanOrEqual(0.95);
    // From the neutral frame to the last no gap is so wide that the person could be another one on its other side.
    const stations = [0, ...chosen].toSorted((a, b) => a - b);
    const gaps = stations.slice(1).map((pose, i) => pose - (stations[i] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(0.6);
  });

  it('in the order in which they were taken, the last one among them', () => {
    const shots = shotsOf(turn(4, 4));
    const chosen = chooseFrames(shots, NEUTRAL, LIMITS);
    expect(chosen).toEqual(chosen.toSorted((a, b) => a.at - b.at));
    expect(chosen.at(-1)?.at).toBeGreaterThan(4_000);
  });

  it('none that looks like another or like one of the step before, while there are enough', () => {
    const poses = Array.from({ length: 28 }, (_, i) => (i < 6 ? 0 : i < 12 ? 0.5 : i < 18 ? 0.75 : 1));
    const chosen = posesOf(chooseFrames(shotsOf(poses), NEUTRAL, LIMITS), poses);
    expect(chosen).toEqual([0.5, 0.75, 1]);
  });

  it('the service decides on somebody who never moved: the least there is to send', () => {
    expect(chooseFrames(shotsOf(new Array(28).fill(0)), NEUTRAL, LIMITS)).toHaveLength(LIMITS.atLeast);
  });

  it('the sharper one of two of the same pose', () => {
    const poses = [0.5, 0.5, 0.5, ...new Array(9).fill(1)];
    for (const sharper of [0, 1, 2]) {
      const shots = shotsOf(poses, (i) => (i === sharper ? 60 : 30));
      const [of] = chooseFrames(shots, NEUTRAL, { atLeast: 2, atMost: 3 });
      expect(of?.at).toBe(shots[sharper]?.at);
    }
  });

  it('all of a camera that gave no more', () => {
    expect(chooseFrames(shotsOf([0.5, 1]), NEUTRAL, LIMITS)).toHaveLength(2);
  });
});
