import type { Challenge } from './challenge.ts';
import { decodePicture, FRAME_LIMITS } from './decode/decode.ts';
import type { LiveFrame } from './face-check.ts';
import { measureFrame, wipeMeasure } from './measure.ts';
import type { FaceModels } from './models/face-models.ts';
import type { LivenessReason, ModelInfo, QualityReason } from './outcome.ts';
import type { FaceFrame, FrameMeasure } from './rules/frame-measure.ts';
import { judgeLiveness } from './rules/liveness.ts';
import { frameReasons } from './rules/quality.ts';

/** What was measured of a frame, as numbers that explain the decision and show nobody. */
export interface FrameReport {
  readonly frame: number;
  readonly reasons: readonly QualityReason[];
  readonly yaw?: number;
  readonly pitch?: number;
  readonly eyeDistance?: number;
  readonly eyeOpenness?: number;
  readonly sharpness?: number;
  readonly brightness?: number;
}

export type LivenessOutcome =
  | { kind: 'live'; frames: readonly FrameReport[]; model: ModelInfo }
  | {
      kind: 'liveness-failed';
      reasons: readonly LivenessReason[];
      frames: readonly FrameReport[];
      model: ModelInfo;
    }
  | {
      kind: 'unusable';
      frame: number;
      reasons: readonly QualityReason[];
      frames: readonly FrameReport[];
      model: ModelInfo;
    };

/** The liveness check alone, every frame measured and reported even when an early one is unusable. */
export async function judgeLivenessOfFrames(
  models: FaceModels,
  frames: readonly LiveFrame[],
  challenge: Challenge,
): Promise<LivenessOutcome> {
  const model = models.info;
  const measures: FrameMeasure[] = [];
  const reports: FrameReport[] = [];
  try {
    for (const [index, { jpeg, step, atMs }] of frames.entries()) {
      const decoded = await decodePicture(jpeg, FRAME_LIMITS);
      if (decoded.kind === 'refused') {
        reports.push({ frame: index, reasons: [decoded.reason] });
        continue;
      }
      const measure = await measureFrame(models, decoded.picture, { index, step, atMs }, false);
      measures.push(measure);
      reports.push(reportOf(measure));
    }
    const bad = reports.find((report) => report.reasons.length > 0);
    if (bad) return { kind: 'unusable', frame: bad.frame, reasons: bad.reasons, frames: reports, model };
    const withFace = measures.filter((measure): measure is FaceFrame => measure.face !== undefined);
    const same = { similarity: models.similarity, threshold: models.samePersonThreshold };
    const reasons = judgeLiveness(withFace, challenge, same);
    return reasons.length > 0
      ? { kind: 'liveness-failed', reasons, frames: reports, model }
      : { kind: 'live', frames: reports, model };
  } finally {
    measures.forEach(wipeMeasure);
  }
}

function reportOf(measure: FrameMeasure): FrameReport {
  const base = { frame: measure.index, reasons: frameReasons(measure) };
  if (!measure.face) return base;
  const { yaw, pitch, eyeDistance, eyeOpenness, sharpness, brightness } = measure.face;
  return { ...base, yaw, pitch, eyeDistance, eyeOpenness, sharpness, brightness };
}
