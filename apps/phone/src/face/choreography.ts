import type { LivenessAnswer, LivenessStep } from '@kaijo/contract';
import type { TakenFrames } from '@kaijo/procedures';

/** 12 frames of a challenge of three steps; the service takes 8 to 14 (protocol.md, Phone 3). */
const FRAMES_OF_STEP = 4;
/** To read or hear an instruction and to begin to follow it. */
const LEAD_MS = 2_400;
/** Frames nearer in time are no video of a person. */
const BETWEEN_MS = 420;

export interface Stage {
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Shows one instruction at a time, with its sound. */
  readonly show: (step: LivenessStep, index: number) => void;
  /** A frame as JPEG; `undefined` when the camera gives none. */
  readonly grab: () => Promise<Uint8Array | undefined>;
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
    await stage.wait(LEAD_MS);
    for (let taken = 0; taken < FRAMES_OF_STEP; taken++) {
      if (stage.stopped()) return undefined;
      const jpeg = await stage.grab();
      if (jpeg === undefined) return undefined;
      frames.push({ step, jpeg, at: Math.round(stage.now() - began) });
      await stage.wait(BETWEEN_MS);
    }
  }
  stage.done();
  return { frames };
}
