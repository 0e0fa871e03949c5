import type { LivenessAnswer, LivenessStep } from '@kaijo/contract';
import type { TakenFrames } from '@kaijo/procedures';
import { chooseFrames, type Shot } from './choose-frames.ts';
import { isNew, type Look, wipeLook } from './look.ts';

/**
 * Looking straight: so long `after` the instruction, to read or hear it and to stand still, and then `every` so often;
 * and so long at most is a picture waited for that differs from the others. Then the service may say what it thinks.
 */
const STILL = { frames: 3, after: 2_000, every: 450, patience: 900 } as const;
/**
 * A movement is watched from its beginning to well after its end, so that who moves slowly is seen at its end and who
 * moves quickly on the way; of what was seen the frames are chosen. With two movements 13 of them at most, 9 at least;
 * the service takes 8 to 14 (protocol.md, Phone 3).
 */
const MOVING = { from: 500, until: 4_100, every: 130, atLeast: 3, atMost: 5 } as const;

export interface Stage {
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Shows one instruction at a time, with its sound. */
  readonly show: (step: LivenessStep, index: number) => void;
  /** A picture that the camera has not given before; `undefined` when it gives none. */
  readonly grab: () => Promise<Shot | undefined>;
  /** The last step is done: eyes may open. */
  readonly done: () => void;
  readonly stopped: () => boolean;
}

/** Leads the holder through a challenge and takes its frames. `undefined`: stopped, or the camera gave no frame. */
export async function perform({ liveness }: LivenessAnswer, stage: Stage): Promise<TakenFrames | undefined> {
  const began = stage.now();
  const frames: TakenFrames['frames'][number][] = [];
  const looks: Look[] = [];
  try {
    for (const [index, step] of liveness.steps.entries()) {
      stage.show(step, index);
      const shots = await (step === 'look-straight' ? standStill(stage, looks) : move(stage, looks));
      if (shots === undefined) return undefined;
      for (const { jpeg, at, look } of shots) {
        frames.push({ step, jpeg, at: Math.round(at - began) });
        looks.push(look);
      }
    }
    stage.done();
    return { frames };
  } finally {
    looks.forEach(wipeLook);
  }
}

async function standStill(stage: Stage, before: readonly Look[]): Promise<readonly Shot[] | undefined> {
  const taken: Shot[] = [];
  await stage.wait(STILL.after);
  while (taken.length < STILL.frames) {
    if (taken.length > 0) await stage.wait(STILL.every);
    const shot = await newPicture(stage, [...before, ...taken.map(({ look }) => look)]);
    if (shot === undefined) {
      taken.forEach(wipe);
      return undefined;
    }
    taken.push(shot);
  }
  return taken;
}

/** The next picture that is like none of those before, or the one that is there when patience ends. */
async function newPicture(stage: Stage, before: readonly Look[]): Promise<Shot | undefined> {
  const patient = stage.now() + STILL.patience;
  while (!stage.stopped()) {
    const shot = await stage.grab();
    if (shot === undefined) return undefined;
    if (stage.now() >= patient || isNew(shot.look, before)) return shot;
    wipe(shot);
  }
  return undefined;
}

async function move(stage: Stage, before: readonly Look[]): Promise<readonly Shot[] | undefined> {
  const began = stage.now();
  const shots: Shot[] = [];
  let chosen: readonly Shot[] = [];
  try {
    await stage.wait(MOVING.from);
    // A camera so slow that it gave hardly anything is waited for.
    while (stage.now() - began < MOVING.until || shots.length < MOVING.atLeast) {
      if (stage.stopped()) return undefined;
      const shot = await stage.grab();
      if (shot === undefined) return undefined;
      shots.push(shot);
      await stage.wait(MOVING.every);
    }
    chosen = chooseFrames(shots, before, MOVING);
    return chosen;
  } finally {
    for (const shot of shots) if (!chosen.includes(shot)) wipe(shot);
  }
}

/** Nothing stays of what is not sent (R23). */
function wipe({ jpeg, look }: Shot): void {
  jpeg.fill(0);
  wipeLook(look);
}
