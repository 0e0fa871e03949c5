export {
  ALL_CHALLENGES,
  type Challenge,
  drawChallenge,
  isTurn,
  type RandomBytes,
  type Step,
} from './challenge.ts';
export { createFaceCheck, type RunningFaceCheck } from './create-face-check.ts';
export type { FaceCheck, FaceEvidence, LiveFrame } from './face-check.ts';
export type { FaceModels, FaceShape, FoundFace, LoadFaceModels, Template } from './models/face-models.ts';
export { loadFaceModels, type ModelsModule } from './models/load.ts';
export {
  type FaceOutcome,
  type LivenessReason,
  type ModelInfo,
  QUALITY_REASONS,
  type QualityReason,
} from './outcome.ts';
export { LIVENESS_LIMITS } from './rules/liveness.ts';
export { QUALITY_LIMITS } from './rules/quality.ts';
export type { PoolEvent, PoolOptions } from './worker/pool.ts';
