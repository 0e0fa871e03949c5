import { FACE_FRAMES, type LivenessStep } from '@kaijo/contract';
import { describe, expect, it } from 'vitest';
import { perform, type Stage } from './choreography.ts';
import { LOOK_WIDTH, lookOf } from './look.ts';

const STEPS: LivenessStep[] = ['look-straight', 'close-eyes', 'turn-left'];
const CHALLENGE = {
  liveness: { challenge: crypto.randomUUID(), steps: STEPS, expiresAt: '2026-03-01T12:00:00+09:00' },
  triesLeft: 5,
};

/** A picture unlike any with another number. */
function lookNumber(number: number) {
  const data = Uint8ClampedArray.from(
    { length: LOOK_WIDTH * 84 * 4 },
    (_, i) => (Math.imul(i + 1, 2_654_435_761 + 97 * number) >>> 16) & 0xff,
  );
  return lookOf({ data, width: LOOK_WIDTH, height: 84 });
}

function stage(grab: Stage['grab'], stopped = () => false) {
  let time = 0;
  const shown: LivenessStep[] = [];
  const set: Stage = {
    now: () => time,
    wait: async (milliseconds) => {
      time += milliseconds;
    },
    show: (step) => shown.push(step),
    grab,
    done: () => {},
    stopped,
  };
  return { set, shown };
}

describe('the holder is led through a challenge', () => {
  it('one instruction at a time, and the frames are what the service takes', async () => {
    let number = 0;
    const { set, shown }: ReturnType<typeof stage> = stage(async () => ({
      jpeg: Uint8Array.of(number),
      at: set.now(),
      look: lookNumber(number++),
    }));
    const taken = await perform(CHALLENGE, set);
    expect(shown).toEqual(STEPS);
    const frames = taken?.frames ?? [];
    expect(frames.length).toBeGreaterThanOrEqual(FACE_FRAMES.min);
    expect(frames.length).toBeLessThanOrEqual(FACE_FRAMES.max);
    expect([...new Set(frames.map(({ step }) => step))]).toEqual(STEPS);
    for (const step of STEPS) expect(frames.filter((frame) => frame.step === step).length).toBeGreaterThan(1);
    const times = frames.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(60_000);
    expect(Math.min(...times.slice(1).map((at, i) => at - (times[i] ?? 0)))).toBeGreaterThanOrEqual(50);
  });

  it('who moves slowly is seen well after the instruction, who moves quickly soon after it', async () => {
    const looked: number[] = [];
    let number = 0;
    const { set }: ReturnType<typeof stage> = stage(async () => {
      looked.push(set.now());
      return { jpeg: Uint8Array.of(0), at: set.now(), look: lookNumber(number++) };
    });
    const frames = (await perform(CHALLENGE, set))?.frames ?? [];
    const still = frames.filter(({ step }) => step === 'look-straight').at(-1)?.at ?? 0;
    const eyes = frames.filter(({ step }) => step === 'close-eyes').map(({ at }) => at - still);
    expect(eyes.at(-1)).toBeGreaterThan(4_000);
    const moving = looked.map((at) => at - still).filter((at) => at > 0);
    expect(moving[0]).toBeLessThan(1_000);
    // At 60 degrees a second, about one for every 10.
    expect((moving[1] ?? 0) - (moving[0] ?? 0)).toBeLessThan(200);
  });

  it('a picture like the one before is waited for, but not for ever', async () => {
    const { set }: ReturnType<typeof stage> = stage(async () => {
      const at = set.now();
      await set.wait(33);
      return { jpeg: Uint8Array.of(0), at, look: lookNumber(0) };
    });
    const frames = (await perform(CHALLENGE, set))?.frames ?? [];
    expect(frames).toHaveLength(9);
    expect((frames[1]?.at ?? 0) - (frames[0]?.at ?? 0)).toBeGreaterThan(1_000);
    expect(frames.at(-1)?.at).toBeLessThan(20_000);
  });

  it('a frame counts from when the picture was there, not from when its file was written', async () => {
    const { set }: ReturnType<typeof stage> = stage(async () => {
      const at = set.now();
      await set.wait(1_000);
      return { jpeg: Uint8Array.of(0), at, look: lookNumber(at) };
    });
    const frames = (await perform(CHALLENGE, set))?.frames ?? [];
    expect(frames[0]?.at).toBe(2_000);
  });

  it('what is not sent is forgotten, and what is sent is not (R23)', async () => {
    const given: Uint8Array[] = [];
    const { set }: ReturnType<typeof stage> = stage(async () => {
      const jpeg = Uint8Array.of(7, 7);
      given.push(jpeg);
      return { jpeg, at: set.now(), look: lookNumber(given.length) };
    });
    const sent = new Set((await perform(CHALLENGE, set))?.frames.map(({ jpeg }) => jpeg));
    expect(sent.size).toBe(13);
    for (const jpeg of given) expect([...jpeg]).toEqual(sent.has(jpeg) ? [7, 7] : [0, 0]);
  });

  it('and nothing is sent when the camera fails or the holder leaves', async () => {
    expect(await perform(CHALLENGE, stage(async () => undefined).set)).toBeUndefined();
    const left = stage(
      async () => ({ jpeg: Uint8Array.of(1), at: 0, look: lookNumber(0) }),
      () => true,
    );
    expect(await perform(CHALLENGE, left.set)).toBeUndefined();
  });
});
