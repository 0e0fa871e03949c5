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
    const { set, shown } = stage(async () => Uint8Array.of(number++));
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

  it('and nothing is sent when the camera fails or the holder leaves', async () => {
    expect(await perform(CHALLENGE, stage(async () => undefined).set)).toBeUndefined();
    const left = stage(
      async () => Uint8Array.of(1),
      () => true,
    );
    expect(await perform(CHALLENGE, left.set)).toBeUndefined();
  });
});
