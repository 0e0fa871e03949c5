import { framesOfStep, type PersonaName, personaNames } from '@kaijo/personas';
import { readSelfie } from '@kaijo/personas/files';
import { beforeAll, describe, expect, it } from 'vitest';
import { ALL_CHALLENGES, type Challenge, type Step } from '../challenge.ts';
import { changed, measured, measuredRecording, measureJpeg, models, sequence } from '../testing/measured.ts';
import type { FaceFrame, FrameMeasure } from './frame-measure.ts';
import { judgeLiveness, LIVENESS_LIMITS, type SamePerson } from './liveness.ts';

let same: SamePerson;
beforeAll(async () => {
  const { similarity, samePersonThreshold } = await models();
  same = { similarity, threshold: samePersonThreshold };
});

const withFace = (frames: readonly FrameMeasure[]): FaceFrame[] =>
  frames.filter((frame): frame is FaceFrame => frame.face !== undefined);
const judge = (frames: readonly FrameMeasure[], challenge: Challenge) =>
  judgeLiveness(withFace(frames), challenge, same);
const rulesBroken = (frames: readonly FrameMeasure[], challenge: Challenge) =>
  new Set(judge(frames, challenge).map((reason) => reason.rule));
const challengeOf = (...steps: Step[]): Challenge => ({ steps: ['look-straight', ...steps] });

describe('a live person who follows the challenge', () => {
  it.each(personaNames)('%s passes every challenge', async (name) => {
    for (const challenge of ALL_CHALLENGES)
      expect(judge(await measuredRecording(name, challenge), challenge), challenge.steps.join()).toEqual([]);
  });
});

describe('the same frames', () => {
  const each = async (act: (name: PersonaName, challenge: Challenge, frames: FrameMeasure[]) => void) => {
    for (const name of personaNames)
      for (const challenge of ALL_CHALLENGES) act(name, challenge, await measuredRecording(name, challenge));
  };

  it('in any wrong order are refused by order', async () => {
    await each((_, challenge, frames) => {
      const [straight, first, second] = challenge.steps.map((step) =>
        frames.filter((frame) => frame.step === step),
      );
      for (const order of [
        [straight, second, first],
        [first, straight, second],
        [second, first, straight],
      ])
        expect(
          rulesBroken(sequence(order.flat().map((f) => ({ step: f!.step, measure: f! }))), challenge),
        ).toEqual(new Set(['steps-in-order']));
    });
  });

  it('of another challenge are refused by order under their own names', async () => {
    for (const shown of ALL_CHALLENGES)
      for (const asked of ALL_CHALLENGES)
        if (shown !== asked)
          expect(rulesBroken(await measuredRecording('taro', shown), asked)).toEqual(
            new Set(['steps-in-order']),
          );
  });

  it('of another challenge are refused by what they show when they are renamed', async () => {
    for (const name of personaNames)
      for (const shown of ALL_CHALLENGES)
        for (const asked of ALL_CHALLENGES) {
          if (shown === asked) continue;
          const renamed = (await measuredRecording(name, shown)).map((frame) => ({
            ...frame,
            step: asked.steps[shown.steps.indexOf(frame.step)] as Step,
          }));
          const broken = rulesBroken(renamed, asked);
          const wrongStep = asked.steps.find((step, i) => step !== shown.steps[i]) as Step;
          const expected = wrongStep.startsWith('turn') ? 'turn' : wrongStep;
          expect(broken, `${name}: ${shown.steps.join()} as ${asked.steps.join()}`).toContain(expected);
        }
  });

  it('mirrored turn the wrong way', async () => {
    const challenge = challengeOf('turn-left', 'come-nearer');
    for (const name of personaNames) {
      const frames = await measuredRecording(name, challenge);
      const mirrored = await Promise.all(
        framesOfStep['turn-left'].map(async (frame) =>
          measureJpeg(await changed(await readSelfie(name, frame), (p) => p.flop())),
        ),
      );
      let next = 0;
      const shots = frames.map((frame) => ({
        step: frame.step,
        measure: frame.step === 'turn-left' ? (mirrored[next++] as FrameMeasure) : frame,
      }));
      expect(rulesBroken(sequence(shots), challenge), name).toContain('turn');
    }
  });

  it('with one frame twice are refused, also when it was compressed again', async () => {
    for (const name of personaNames)
      for (const challenge of ALL_CHALLENGES) {
        const frames = await measuredRecording(name, challenge);
        const repeat = frames.length - 1;
        const shots = frames.map((frame) => ({ step: frame.step, measure: frame }));
        const twice = sequence([...shots, { step: frames[repeat]!.step, measure: frames[repeat]! }]);
        expect(judge(twice, challenge)).toMatchObject([{ rule: 'no-repeated-frame', frame: repeat + 1 }]);
      }
    const jpeg = await readSelfie('yui', 'yaw+05');
    const challenge = challengeOf('turn-right', 'close-eyes');
    const frames = await measuredRecording('yui', challenge);
    for (const quality of [40, 60, 80, 95]) {
      const again = await measureJpeg(await changed(jpeg, (p) => p.linear(1, 4), quality));
      const shots = frames.map((frame) => ({ step: frame.step, measure: frame }));
      const twice = sequence([
        ...shots.slice(0, 3),
        { step: 'look-straight', measure: again },
        ...shots.slice(3),
      ]);
      expect(rulesBroken(twice, challenge), `quality ${quality}`).toContain('no-repeated-frame');
    }
  });

  it('with one frame of anybody else are refused for that frame', async () => {
    for (const name of personaNames)
      for (const stranger of personaNames) {
        if (stranger === name) continue;
        const challenge = challengeOf('turn-right', 'come-nearer');
        const frames = await measuredRecording(name, challenge);
        for (const place of [1, 5, 9]) {
          const swapped = frames.slice();
          const { step, index, atMs } = frames[place]!;
          const shown = framesOfStep[step][place < 3 ? place : place < 7 ? place - 3 : place - 7]!;
          swapped[place] = { ...(await measured(stranger, shown)), step, index, atMs };
          expect(judge(swapped, challenge), `${stranger} in ${name}'s frame ${place}`).toContainEqual(
            expect.objectContaining({ rule: 'one-person', frame: place }),
          );
        }
      }
  });

  it('with a whole step done by the look-alike are refused', async () => {
    for (const [name, other] of [
      ['hanako', 'yui'],
      ['yui', 'hanako'],
      ['kenji', 'taro'],
      ['taro', 'kenji'],
    ] as const)
      for (const challenge of ALL_CHALLENGES) {
        const own = await measuredRecording(name, challenge);
        const others = await measuredRecording(other, challenge);
        const mixed = own.map((frame, i) => (frame.step === 'look-straight' ? frame : others[i]!));
        expect(rulesBroken(mixed, challenge), `${other} for ${name}`).toContain('one-person');
      }
  });
});

describe('times', () => {
  const challenge = challengeOf('turn-left', 'turn-right');
  const at = async (times: (i: number) => number) =>
    judge(
      (await measuredRecording('kiku', challenge)).map((frame, i) => ({ ...frame, atMs: times(i) })),
      challenge,
    );

  it.each([
    [
      'a frame after the challenge has ended',
      (i: number) => (i === 10 ? LIVENESS_LIMITS.maxMs + 1 : 1_000 + 300 * i),
    ],
    ['frames from before the challenge', (i: number) => -1_000 + 300 * i],
    ['time that runs backwards', (i: number) => 5_000 - 300 * i],
    ['two frames at one time', (i: number) => 1_000 + 300 * (i >> 1)],
    ['a burst', (i: number) => 1_000 + 60 * i],
    ['no time at all', () => Number.NaN],
  ])('refuse %s', async (_, times) => {
    expect(new Set((await at(times)).map((reason) => reason.rule))).toEqual(new Set(['times']));
  });

  it('allow the very last millisecond', async () => {
    expect(await at((i) => LIVENESS_LIMITS.maxMs - 300 * (10 - i))).toEqual([]);
  });
});
