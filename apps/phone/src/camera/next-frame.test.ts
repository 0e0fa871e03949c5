import { describe, expect, it } from 'vitest';
import { onNextFrame } from './next-frame.ts';

/** A camera's video whose pictures come when the test says so. */
function video() {
  const waiting = new Map<number, () => void>();
  let handle = 0;
  const element = {
    requestVideoFrameCallback: (callback: () => void) => {
      waiting.set(++handle, callback);
      return handle;
    },
    cancelVideoFrameCallback: (one: number) => void waiting.delete(one),
  };
  return {
    element: element as unknown as HTMLVideoElement,
    waiting,
    present: () => {
      const callbacks = [...waiting.values()];
      waiting.clear();
      for (const callback of callbacks) callback();
    },
  };
}

describe('a picture is taken', () => {
  it('when the camera has given a new one, never the one that is still shown', async () => {
    const { element, present, waiting } = video();
    let number = 0;
    const first = onNextFrame(element, () => ++number);
    expect(number).toBe(0);
    present();
    expect(await first).toBe(1);
    const second = onNextFrame(element, () => ++number);
    await Promise.resolve();
    expect(number).toBe(1);
    expect(waiting.size).toBe(1);
    present();
    expect(await second).toBe(2);
  });

  it('and none when the camera has stopped', async () => {
    const { element, waiting } = video();
    expect(await onNextFrame(element, () => 'a picture', 1)).toBeUndefined();
    expect(waiting.size).toBe(0);
  });
});
