import type { Challenge } from './challenge.ts';
import { CHIP_LIMITS, decodePicture, FRAME_LIMITS } from './decode/decode.ts';
import type { FaceEvidence } from './face-check.ts';
import { findFace, measureFrame, wipeMeasure } from './measure.ts';
import type { FaceModels, Template } from './models/face-models.ts';
import type { FaceOutcome, ModelInfo, QualityReason } from './outcome.ts';
import { type Picture, pyramid, wipe } from './picture/picture.ts';
import type { FaceFrame, FrameMeasure } from './rules/frame-measure.ts';
import { judgeLiveness } from './rules/liveness.ts';
import { frameReasons } from './rules/quality.ts';

export const FRAME_COUNT = { min: 8, max: 14 } as const;

type Judged = Exclude<FaceOutcome, { kind: 'busy' }>;

/**
 * One face check from bytes to outcome: chip photo, frames, quality (R20), liveness, match (R3). Runs in a worker.
 * Everything that shows the holder is overwritten before it answers (R23); the evidence's bytes are the caller's.
 */
export async function judgeEvidence(models: FaceModels, evidence: FaceEvidence): Promise<Judged> {
  const model = models.info;
  const count = evidence.frames.length;
  if (count < FRAME_COUNT.min || count > FRAME_COUNT.max)
    return { kind: 'unusable', reasons: ['wrong-number-of-frames'], model };

  const photo = await decodePicture(evidence.portraitJp2, CHIP_LIMITS);
  if (photo.kind === 'refused') return { kind: 'unusable', reasons: ['chip-photo-unusable'], model };
  const grey = photo.picture.channels === 1;
  const frames: FrameMeasure[] = [];
  try {
    for (const [index, { jpeg, step, atMs }] of evidence.frames.entries()) {
      const decoded = await decodePicture(jpeg, FRAME_LIMITS);
      if (decoded.kind === 'refused') return unusable(index, [decoded.reason], model);
      const frame = await measureFrame(models, decoded.picture, { index, step, atMs }, grey);
      frames.push(frame);
      const reasons = frameReasons(frame);
      if (reasons.length > 0) return unusable(index, reasons, model);
    }
    // Last, because a check whose frames are sent back needs no chip photo.
    const chip = await describeChipPhoto(models, photo.picture);
    if (!chip) return { kind: 'unusable', reasons: ['chip-photo-unusable'], model };
    const outcome = decide(models, chip, frames.filter(hasFace), evidence.challenge);
    chip.fill(0);
    return outcome;
  } finally {
    photo.picture.data.fill(0);
    frames.forEach(wipeMeasure);
  }
}

const unusable = (frame: number, reasons: readonly QualityReason[], model: ModelInfo): Judged => ({
  kind: 'unusable',
  frame,
  reasons,
  model,
});

const hasFace = (frame: FrameMeasure): frame is FaceFrame => frame.face !== undefined;

/** What the measured frames amount to: liveness first, then the match of the neutral frames with the chip's photo (R3). */
export function decide(
  models: FaceModels,
  chip: Template,
  frames: readonly FaceFrame[],
  challenge: Challenge,
): Judged {
  const model = models.info;
  const same = { similarity: models.similarity, threshold: models.samePersonThreshold };
  const reasons = judgeLiveness(frames, challenge, same);
  if (reasons.length > 0) return { kind: 'liveness-failed', reasons, model };

  const straight = frames.filter((frame) => frame.step === 'look-straight');
  const fused = models.fuse(
    straight.map((frame) => frame.face.template),
    straight.map(() => 1),
  );
  const score = models.similarity(chip, fused);
  fused.fill(0);
  const threshold = models.matchThreshold;
  return { kind: score >= threshold ? 'match' : 'mismatch', score, threshold, model };
}

/** The chip photo's template; undefined when the photo shows no face. */
async function describeChipPhoto(models: FaceModels, picture: Picture): Promise<Template | undefined> {
  const levels = pyramid(picture);
  const { template } = await findFace(models, levels, picture.channels === 1);
  wipe(levels);
  return template;
}
