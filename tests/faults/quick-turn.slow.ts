import { type Challenge, judgeLivenessOfFrames, loadFaceModels } from '@kaijo/face';
import type { PersonaName, SelfieFrame } from '@kaijo/personas';
import { readSelfie } from '@kaijo/personas/files';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Shot } from '../../apps/phone/src/face/choose-frames.ts';
import { perform } from '../../apps/phone/src/face/choreography.ts';
import { LOOK_WIDTH, lookOf } from '../../apps/phone/src/face/look.ts';

/**
 * Whoever turns the head quickly is followed through the turn as well (docs/face.md, `one-person`): the phone's own choice
 * of frames, before the service's own judgement. A frame of the half turn is what both need; nobody is refused, and
 * nothing counted, for having been quick.
 */

const STEPS = ['look-straight', 'turn-left', 'turn-right'] as const satisfies Challenge['steps'];
/** Degrees: to the holder's left is the picture's right. */
const TURNED = { 'look-straight': 0, 'turn-left': -30, 'turn-right': 30 } as const;
const REACTION_MS = 600;
const A_FRAME_MS = 33;
/** Pixels by which the hand is somewhere else in the next picture. */
const SHAKE = 24;

/** A persona before the camera, on a clock of its own. */
class Quick {
  now = 0;
  #step: (typeof STEPS)[number] = 'look-straight';
  #from = 0;
  #shownAt = 0;
  #pictures = 0;
  readonly #name: PersonaName;
  readonly #turnMs: number;

  constructor(name: PersonaName, turnMs: number) {
    this.#name = name;
    this.#turnMs = turnMs;
  }

  follow(step: (typeof STEPS)[number]): void {
    this.#from = this.#degrees();
    this.#shownAt = this.now;
    this.#step = step;
  }

  async picture(): Promise<Shot> {
    this.now += A_FRAME_MS;
    const left = (this.#pictures * 13) % SHAKE;
    const top = (this.#pictures++ * 7) % SHAKE;
    const jpeg = await sharp(await readSelfie(this.#name, nearestSelfie(this.#degrees())))
      .resize(480 + SHAKE, 640 + SHAKE, { fit: 'cover' })
      .extract({ left, top, width: 480, height: 640 })
      .jpeg({ quality: 90 })
      .toBuffer();
    const small = await sharp(jpeg)
      .resize(LOOK_WIDTH)
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = small.info;
    const look = lookOf({ data: Uint8ClampedArray.from(small.data), width, height });
    return { jpeg: Uint8Array.from(jpeg), at: this.now, look };
  }

  #degrees(): number {
    const way = Math.min(1, Math.max(0, (this.now - this.#shownAt - REACTION_MS) / this.#turnMs));
    return this.#from + (TURNED[this.#step] - this.#from) * way;
  }
}

function nearestSelfie(degrees: number): SelfieFrame {
  const five = Math.round(Math.abs(degrees) / 5) * 5;
  const sign = degrees < 0 && five > 0 ? '-' : '+';
  return `yaw${sign}${String(five).padStart(2, '0')}` as SelfieFrame;
}

describe('the turn of a head is seen on its way', () => {
  it.each([
    ['hanako', 300],
    ['hanako', 600],
    ['kiku', 300],
  ] as const)('%s, in %i ms', { timeout: 120_000 }, async (name, turnMs) => {
    const holder = new Quick(name, turnMs);
    const challenge = {
      challenge: crypto.randomUUID(),
      steps: [...STEPS],
      expiresAt: '2026-03-10T12:01:00+09:00',
    };
    const taken = await perform(
      { liveness: challenge, triesLeft: 5 },
      {
        now: () => holder.now,
        wait: async (milliseconds) => {
          holder.now += milliseconds;
        },
        show: (step) => holder.follow(step as (typeof STEPS)[number]),
        grab: () => holder.picture(),
        done: () => {},
        stopped: () => false,
      },
    );
    const frames = (taken?.frames ?? []).map(({ jpeg, step, at }) => ({ jpeg, step, atMs: at }));
    const outcome = await judgeLivenessOfFrames(await loadFaceModels(), frames, { steps: STEPS });
    expect(outcome.kind === 'live' ? [] : outcome.reasons).toEqual([]);
  });
});
