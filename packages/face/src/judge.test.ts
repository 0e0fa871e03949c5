import { type PersonaName, personaNames } from '@kaijo/personas';
import { readPortrait, readSelfie } from '@kaijo/personas/files';
import { chipPortrait } from '@kaijo/virtual-card';
import { beforeAll, describe, expect, it } from 'vitest';
import { ALL_CHALLENGES, type Challenge } from './challenge.ts';
import { describePicture } from './compare.ts';
import type { FaceEvidence } from './face-check.ts';
import { decide, judgeEvidence } from './judge.ts';
import type { FaceOutcome } from './outcome.ts';
import type { FaceFrame } from './rules/frame-measure.ts';
import { changed, measuredRecording, models } from './testing/measured.ts';
import { recording } from './testing/recording.ts';

const ADULTS = personaNames.filter((name) => name !== 'aoi' && name !== 'sachiko');
const challenge = ALL_CHALLENGES.find(
  ({ steps }) => steps.join() === 'look-straight,turn-right,close-eyes',
) as Challenge;
const chips = new Map<PersonaName, Uint8Array>();
const chipOf = (name: PersonaName) => chips.get(name) as Uint8Array;

beforeAll(async () => {
  for (const name of personaNames) chips.set(name, await chipPortrait(await readPortrait(name)));
});

const judge = async (evidence: FaceEvidence): Promise<FaceOutcome> => judgeEvidence(await models(), evidence);
const check = async (chip: PersonaName, holder: PersonaName) =>
  judge({ portraitJp2: chipOf(chip), frames: await recording(holder, challenge), challenge });

describe('the person on the chip', () => {
  it.each(personaNames)('%s matches at the first try, and the outcome names the matcher', async (name) => {
    const { info, matchThreshold } = await models();
    const outcome = await check(name, name);
    expect(outcome).toMatchObject({ kind: 'match', threshold: matchThreshold, model: info });
  });
});

describe('anybody else', () => {
  it('of the six adults does not match, the two pairs of look-alikes included', async () => {
    const scores: [string, number][] = [];
    for (const chip of ADULTS) {
      const photo = await describePicture(await models(), chipOf(chip));
      for (const holder of ADULTS) {
        if (chip === holder || photo.kind !== 'face') continue;
        const frames = (await measuredRecording(holder, challenge)) as FaceFrame[];
        const outcome = decide(await models(), photo.template, frames, challenge);
        expect(outcome.kind, `${holder} with ${chip}'s card`).toBe('mismatch');
        if (outcome.kind === 'mismatch') scores.push([`${holder} with ${chip}'s card`, outcome.score]);
      }
    }
    expect(scores).toHaveLength(30);
    scores.sort((a, b) => b[1] - a[1]);
    console.log(
      `highest impostor scores: ${scores
        .slice(0, 4)
        .map(([who, score]) => `${who} ${score.toFixed(3)}`)
        .join(', ')}`,
    );
  });
});

describe('evidence that cannot be judged never counts and never matches (R20)', () => {
  it('names the frame and what to change', async () => {
    const frames = await recording('hanako', challenge);
    const dark = await changed(await readSelfie('hanako', 'yaw+05'), (p) => p.linear(0.12, 0));
    frames[2] = { step: 'look-straight', jpeg: dark, atMs: frames[2]?.atMs ?? 0 };
    expect(await judge({ portraitJp2: chipOf('hanako'), frames, challenge })).toMatchObject({
      kind: 'unusable',
      frame: 2,
      reasons: ['too-dark'],
    });
  });

  it('is a chip photo that shows nothing or is no JPEG 2000', async () => {
    const frames = await recording('hanako', challenge);
    for (const portraitJp2 of [
      new Uint8Array(0),
      new Uint8Array(5_000).fill(7),
      await readPortrait('hanako'),
    ])
      expect(await judge({ portraitJp2, frames, challenge })).toMatchObject({
        kind: 'unusable',
        reasons: ['chip-photo-unusable'],
      });
  });

  it('is a sequence with too few or too many frames', async () => {
    const frames = await recording('hanako', challenge);
    for (const some of [[], frames.slice(0, 7), [...frames, ...frames]])
      expect(await judge({ portraitJp2: chipOf('hanako'), frames: some, challenge })).toMatchObject({
        kind: 'unusable',
        reasons: ['wrong-number-of-frames'],
      });
  });

  it('is a frame that is no JPEG', async () => {
    const frames = await recording('hanako', challenge);
    frames[4] = { step: 'turn-right', atMs: 2_600, jpeg: chipOf('hanako').slice() };
    expect(await judge({ portraitJp2: chipOf('hanako'), frames, challenge })).toMatchObject({
      kind: 'unusable',
      frame: 4,
      reasons: ['unreadable'],
    });
  });
});

it('a failed liveness check says which rule, whoever the face is', async () => {
  const other = ALL_CHALLENGES.find(
    ({ steps }) => steps.join() === 'look-straight,close-eyes,turn-right',
  ) as Challenge;
  const outcome = await judge({
    portraitJp2: chipOf('kiku'),
    frames: await recording('kiku', challenge),
    challenge: other,
  });
  expect(outcome).toMatchObject({ kind: 'liveness-failed', reasons: [{ rule: 'steps-in-order' }] });
});
