import { FACE_FRAMES, type LivenessStep } from '@kaijo/contract';
import { describe, expect, it } from 'vitest';
import { perform, type Stage } from './choreography.ts';

const STEPS: LivenessStep[] = ['look-straight', 'close-eyes', 'turn-left'];
const CHALLENGE = {
  liveness: { challenge: crypto.randomUUID(), steps: STEPS, expiresAt: '2026-03-01T12:00:00+09:00' },
  triesLeft: 5,
};

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
      jpeg: Uint8Array.of(number++),
      at: set.now(),
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

  it('who moves slowly is seen at the beginning of a movement and well after it', async () => {
    const { set }: ReturnType<typeof stage> = stage(async () => ({ jpeg: Uint8Array.of(0), at: set.now() }));
    const frames = (await perform(CHALLENGE, set))?.frames ?? [];
    const shownAt = frames.filter(({ step }) => step === 'look-straight').at(-1)?.at ?? 0;
    const eyes = frames.filter(({ step }) => step === 'close-eyes').map(({ at }) => at - shownAt);
    expect(eyes[0]).toBeLessThan(2_000);
    expect(eyes.at(-1)).toBeGreaterThan(4_000);
  });

  it('a frame counts from when the picture was there, not from when its file was written', async () => {
    const { set }: ReturnType<typeof stage> = stage(async () => {
      const at = set.now();
      await set.wait(1_000);
      return { jpeg: Uint8Array.of(0), at };
    });
    const frames = (await perform(CHALLENGE, set))?.frames ?? [];
    expect(frames[0]?.at).toBe(2_000);
  });

  it('and nothing is sent when the camera fails or the holder leaves', async () => {
    expect(await perform(CHALLENGE, stage(async () => undefined).set)).toBeUndefined();
    const left = stage(
      async () => ({ jpeg: Uint8Array.of(1), at: 0 }),
      () => true,
    );
    expect(await perform(CHALLENGE, left.set)).toBeUndefined();
  });
});
