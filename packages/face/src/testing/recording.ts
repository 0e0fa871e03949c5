import { framesOfStep, type PersonaName } from '@kaijo/personas';
import { readSelfie } from '@kaijo/personas/files';
import type { Challenge } from '../challenge.ts';
import type { LiveFrame } from '../face-check.ts';

/** The right frames of a persona for a challenge, 400 ms apart. */
export async function recording(name: PersonaName, challenge: Challenge): Promise<LiveFrame[]> {
  const shots = challenge.steps.flatMap((step) => framesOfStep[step].map((frame) => ({ step, frame })));
  return Promise.all(
    shots.map(async ({ step, frame }, i) => ({
      step,
      jpeg: await readSelfie(name, frame),
      atMs: 1_000 + 400 * i,
    })),
  );
}
