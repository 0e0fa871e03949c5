import type { PersonaName, SelfieFrame } from '@kaijo/personas';
import { readSelfie } from '@kaijo/personas/files';
import type { Challenge, Step } from '../challenge.ts';
import type { LiveFrame } from '../face-check.ts';

/**
 * Which of a persona's frames show a step. In the pictures themselves `yaw+` turns the nose to the picture's left,
 * which is the holder's right.
 */
export const FRAMES_OF_STEP: Readonly<Record<Step, readonly SelfieFrame[]>> = {
  'look-straight': ['yaw-05', 'yaw+00', 'yaw+05'],
  'turn-left': ['yaw-15', 'yaw-20', 'yaw-25', 'yaw-30'],
  'turn-right': ['yaw+15', 'yaw+20', 'yaw+25', 'yaw+30'],
  'come-nearer': ['zoom1.1', 'zoom1.2', 'zoom1.3', 'zoom1.4'],
  'close-eyes': ['eyes-half', 'eyes-closed'],
};

/** The right frames of a persona for a challenge, 400 ms apart. */
export async function recording(name: PersonaName, challenge: Challenge): Promise<LiveFrame[]> {
  const shots = challenge.steps.flatMap((step) => FRAMES_OF_STEP[step].map((frame) => ({ step, frame })));
  return Promise.all(
    shots.map(async ({ step, frame }, i) => ({
      step,
      jpeg: await readSelfie(name, frame),
      atMs: 1_000 + 400 * i,
    })),
  );
}
