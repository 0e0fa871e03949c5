import type { PersonaName } from '@kaijo/personas';
import { readPortrait } from '@kaijo/personas/files';
import fc from 'fast-check';
import sharp from 'sharp';
import type { Step } from '../challenge.ts';
import type { FaceFrame, FrameMeasure } from '../rules/frame-measure.ts';
import { judgeLiveness, type SamePerson } from '../rules/liveness.ts';
import { frameReasons } from '../rules/quality.ts';
import { type FlatWarp, flatWarp, UPRIGHT } from './flat-warp.ts';
import { measureJpeg, models, sequence } from './measured.ts';

const remembered = <T>(make: (name: PersonaName) => Promise<T>) => {
  const made = new Map<PersonaName, Promise<T>>();
  return (name: PersonaName): Promise<T> => {
    const value = made.get(name) ?? make(name);
    made.set(name, value);
    return value;
  };
};

/** The portrait in a phone picture's format, as the phone sees it when it is held still. */
export const stillPortrait = remembered(async (name) =>
  sharp(await readPortrait(name))
    .resize(480, 480)
    .extend({ top: 60, bottom: 100, background: '#999' })
    .jpeg()
    .toBuffer(),
);

/** The still portrait measured three times, a little rolled, so that no frame is repeated. */
export const straightPortrait = remembered(async (name) => {
  const portrait = await stillPortrait(name);
  return Promise.all(
    [-4, 0, 4].map(async (roll) => measureJpeg(await flatWarp(portrait, { ...UPRIGHT, roll }))),
  );
});

/** Every way to hold, bend and stretch a sheet that still leaves a face to be found. */
export const anyFlatWarp: fc.Arbitrary<FlatWarp> = fc.record({
  turn: fc.integer({ min: -55, max: 55 }),
  tilt: fc.integer({ min: -15, max: 15 }),
  roll: fc.integer({ min: -10, max: 10 }),
  zoom: fc.double({ min: 0.8, max: 1.3, noNaN: true }),
  stretch: fc.double({ min: 0.8, max: 1.5, noNaN: true }),
  shear: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
  shiftX: fc.double({ min: -0.08, max: 0.08, noNaN: true }),
  shiftY: fc.double({ min: -0.08, max: 0.08, noNaN: true }),
  camera: fc.double({ min: 0.65, max: 1.5, noNaN: true }),
});

/** Those that move the mesh as far as a turned head does: about four in ten get past the rule on the turn. */
export const strongFlatWarp: fc.Arbitrary<FlatWarp> = fc
  .tuple(anyFlatWarp, fc.integer({ min: 42, max: 55 }), fc.double({ min: 0.65, max: 0.95, noNaN: true }))
  .map(([warp, turn, camera]) => ({ ...warp, turn: Math.sign(warp.turn || 1) * turn, camera }));

/** The portrait as the warp shows it; undefined when the holder would be asked for another take. */
export async function warpedPortrait(name: PersonaName, warp: FlatWarp): Promise<FaceFrame | undefined> {
  const frame = await measureJpeg(await flatWarp(await stillPortrait(name), warp));
  if (frameReasons({ ...frame, step: 'turn-left' }).length > 0) return undefined;
  return frame as FaceFrame;
}

/** The rules that a recording breaks in which the portrait's warped view stands for the turned head. */
export async function rulesBrokenByWarp(
  name: PersonaName,
  warped: FrameMeasure,
  step: 'turn-left' | 'turn-right',
): Promise<ReadonlySet<string>> {
  const straight = await straightPortrait(name);
  const shots: { step: Step; measure: FrameMeasure }[] = [
    ...straight.map((measure) => ({ step: 'look-straight' as const, measure })),
    { step, measure: warped },
    { step, measure: straight[1] as FrameMeasure },
    { step: 'come-nearer', measure: warped },
    { step: 'come-nearer', measure: straight[0] as FrameMeasure },
  ];
  const { similarity, samePersonThreshold } = await models();
  const same: SamePerson = { similarity, threshold: samePersonThreshold };
  const challenge = { steps: ['look-straight', step, 'come-nearer'] as const };
  return new Set(judgeLiveness(sequence(shots) as FaceFrame[], challenge, same).map((reason) => reason.rule));
}
