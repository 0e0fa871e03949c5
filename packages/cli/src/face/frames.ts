import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ALL_CHALLENGES, type Challenge, type LiveFrame, type Step } from '@kaijo/face';
import { framesOfStep } from '@kaijo/personas';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { readPicture } from './pictures.ts';

const STEPS = [
  'look-straight',
  'turn-left',
  'turn-right',
  'come-nearer',
  'close-eyes',
] as const satisfies readonly Step[];
const FIRST_FRAME_MS = 1_000;

/** `look-straight,turn-left,come-nearer`. @throws CommandFailure for what is never drawn as a challenge */
export function parseChallenge(text: string): Challenge {
  const steps = text.split(',').map((step) => step.trim());
  const challenge = ALL_CHALLENGES.find((one) => one.steps.join() === steps.join());
  if (challenge === undefined) {
    throw new CommandFailure(
      EXIT.USAGE,
      `no such challenge: ${text}. Look straight first, then two different of ${STEPS.slice(1).join(', ')}, at least one a turn`,
    );
  }
  return challenge;
}

/**
 * The frames named on the command line, `interval` milliseconds apart: files whose names say their step
 * (`02-turn-left.jpg`), or one folder of them, or the folder of a test persona.
 * @throws CommandFailure for files that cannot be read or do not say their step
 */
export async function readFrames(
  paths: readonly string[],
  challenge: Challenge,
  interval: number,
): Promise<LiveFrame[]> {
  const files =
    paths.length === 1 && (await isFolder(paths[0] as string))
      ? await filesIn(paths[0] as string, challenge)
      : paths;
  const frames = files.map((file) => (typeof file === 'string' ? { path: file, step: stepOf(file) } : file));
  return Promise.all(
    frames.map(async ({ path, step }, index) => ({
      step,
      jpeg: await readPicture(path),
      atMs: FIRST_FRAME_MS + interval * index,
    })),
  );
}

interface FrameFile {
  readonly path: string;
  readonly step: Step;
}

async function filesIn(folder: string, challenge: Challenge): Promise<(string | FrameFile)[]> {
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort();
  const isPersona = Object.values(framesOfStep)
    .flat()
    .every((frame) => names.includes(`${frame}.jpg`));
  if (!isPersona) return names.map((name) => join(folder, name));
  return challenge.steps.flatMap((step) =>
    framesOfStep[step].map((frame) => ({ path: join(folder, `${frame}.jpg`), step })),
  );
}

function stepOf(path: string): Step {
  const step = STEPS.find((one) => basename(path).includes(one));
  if (step === undefined) {
    throw new CommandFailure(EXIT.USAGE, `the name of ${path} does not say its step (${STEPS.join(', ')})`);
  }
  return step;
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
