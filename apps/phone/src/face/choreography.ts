import type { LivenessAnswer, LivenessStep } from '@kaijo/contract';
import type { TakenFrames } from '@kaijo/procedures';

/** How a step's frames are spread over its time: the first `after` the instruction, the others `every` so often. */
interface Rhythm {
  readonly frames: number;
  readonly after: number;
  readonly every: number;
}

/** To read or hear an instruction, and to stand still. */
const STILL: Rhythm = { frames: 3, after: 2_000, every: 450 };
/**
 * From the beginning of a movement to well after its end, so that who moves slowly is seen at its end as well, and the
 * service can follow one person from the neutral picture through the turn (docs/face.md, `one-person`). With two
 * movements: 13 frames; the service takes 8 to 14 (protocol.md, Phone 3).
 */
const MOVING: Rhythm = { frames: 5, after: 1_300, every: 700 };

const rhythmOf = (step: LivenessStep): Rhythm => (step === 'look-straight' ? STILL : MOVING);

export interface Frame {
  readonly jpeg: Uint8Array;
  /** When the picture was there, on the stage's clock. */
  readonly at: number;
}

export interface Stage {
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Shows one instruction at a time, with its sound. */
  readonly show: (step: LivenessStep, index: number) => void;
  /** A picture that the camera has not given before; `undefined` when it gives none. */
  readonly grab: () => Promise<Frame | undefined>;
  /** The last step is done: eyes may open. */
  readonly done: () => void;
  readonly stopped: () => boolean;
}

/** Leads the holder through a challenge and takes its frames. `undefined`: stopped, or the camera gave no frame. */
export async function perform({ liveness }: LivenessAnswer, stage: Stage): Promise<TakenFrames | undefined> {
  const began = stage.now();
  const frames: TakenFrames['frames'][number][] = [];
  for (const [index, step] of liveness.steps.entries()) {
    stage.show(step, index);
    const { frames: count, after, every } = rhythmOf(step);
    for (let taken = 0; taken < count; taken++) {
      await stage.wait(taken === 0 ? after : every);
      if (stage.stopped()) return undefined;
      const frame = await stage.grab();
      if (frame === undefined) return undefined;
      frames.push({ step, jpeg: frame.jpeg, at: Math.round(frame.at - began) });
    }
  }
  stage.done();
  return { frames };
}
