import { framesOfStep, type PersonaName, type SelfieFrame } from '@kaijo/personas';
import { readSelfie } from '@kaijo/personas/files';
import sharp, { type Sharp } from 'sharp';
import type { Challenge, Step } from '../challenge.ts';
import { decodePicture, FRAME_LIMITS } from '../decode/decode.ts';
import { measureFrame } from '../measure.ts';
import type { FaceModels } from '../models/face-models.ts';
import { loadKaijoModels } from '../models/kaijo-models.ts';
import type { FrameMeasure } from '../rules/frame-measure.ts';

let loading: Promise<FaceModels> | undefined;
export const models = (): Promise<FaceModels> => {
  loading ??= loadKaijoModels();
  return loading;
};

/** Measures any JPEG as a frame. */
export async function measureJpeg(jpeg: Uint8Array, step: Step = 'look-straight'): Promise<FrameMeasure> {
  const decoded = await decodePicture(jpeg, FRAME_LIMITS);
  if (decoded.kind === 'refused') throw new Error(`frame ${decoded.reason}`);
  return measureFrame(await models(), decoded.picture, { index: 0, step, atMs: 0 }, true);
}

const cache = new Map<string, Promise<FrameMeasure>>();

/** A persona's frame, measured once per test file. */
export function measured(name: PersonaName, frame: SelfieFrame): Promise<FrameMeasure> {
  const key = `${name}/${frame}`;
  let measure = cache.get(key);
  if (!measure) {
    measure = readSelfie(name, frame).then((jpeg) => measureJpeg(jpeg));
    cache.set(key, measure);
  }
  return measure;
}

/** Puts measured frames into a sequence: index and time by place, 400 ms apart. */
export const sequence = (shots: readonly { step: Step; measure: FrameMeasure }[]): FrameMeasure[] =>
  shots.map(({ step, measure }, index) => ({ ...measure, step, index, atMs: 1_000 + 400 * index }));

/** The right frames of a persona for a challenge, measured. */
export async function measuredRecording(name: PersonaName, challenge: Challenge): Promise<FrameMeasure[]> {
  const shots = challenge.steps.flatMap((step) => framesOfStep[step].map((frame) => ({ step, frame })));
  return sequence(
    await Promise.all(shots.map(async ({ step, frame }) => ({ step, measure: await measured(name, frame) }))),
  );
}

/** The picture changed by sharp, as a JPEG. */
export async function changed(
  jpeg: Uint8Array,
  change: (picture: Sharp, size: { width: number; height: number }) => Sharp,
  quality = 88,
): Promise<Uint8Array> {
  const { width, height } = await sharp(jpeg).metadata();
  return change(sharp(jpeg), { width, height }).jpeg({ quality }).toBuffer();
}

/** Lays an SVG of the picture's size over it. */
export const painted =
  (svg: (size: { width: number; height: number }) => string) =>
  (picture: Sharp, size: { width: number; height: number }): Sharp =>
    picture.composite([
      { input: Buffer.from(`<svg width="${size.width}" height="${size.height}">${svg(size)}</svg>`) },
    ]);
