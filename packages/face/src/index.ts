export {
  ALL_CHALLENGES,
  type Challenge,
  drawChallenge,
  isTurn,
  type RandomBytes,
  type Step,
} from './challenge.ts';
export type { FaceCheck, FaceEvidence, LiveFrame } from './face-check.ts';
export {
  type FaceOutcome,
  type LivenessReason,
  type ModelInfo,
  QUALITY_REASONS,
  type QualityReason,
} from './outcome.ts';
