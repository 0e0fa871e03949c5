import type { LivenessAnswer } from '@kaijo/contract';
import { framesOfStep, type PersonaName } from '@kaijo/personas';
import { readSelfie } from '@kaijo/personas/files';
import type { TakenFrames } from '@kaijo/procedures';

const FIRST_FRAME_MS = 1_000;
const BETWEEN_FRAMES_MS = 400;

/** A camera before which a persona does what each step asks for. */
export function cameraOf(name: PersonaName): (challenge: LivenessAnswer) => Promise<TakenFrames> {
  return async ({ liveness }) => {
    const shots = liveness.steps.flatMap((step) => framesOfStep[step].map((frame) => ({ step, frame })));
    const frames = shots.map(async ({ step, frame }, index) => ({
      step,
      jpeg: await readSelfie(name, frame),
      at: FIRST_FRAME_MS + BETWEEN_FRAMES_MS * index,
    }));
    return { frames: await Promise.all(frames) };
  };
}
