export { benchThroughput, benchVerification, type FaceBench, type PoolBench } from './bench.ts';
export {
  ALL_CHALLENGES,
  type Challenge,
  drawChallenge,
  isTurn,
  type RandomBytes,
  type Step,
} from './challenge.ts';
export { type Comparison, compareFaces, type DescribedPicture, describePicture } from './compare.ts';
export { createFaceCheck, type RunningFaceCheck } from './create-face-check.ts';
export { type Interval, wilson } from './evaluation/confidence.ts';
export { detCurveSvg } from './evaluation/det-curve.ts';
export {
  type Evaluation,
  evaluateScores,
  type OperatingPoint,
  rateAt,
  type ScoredPair,
  WANTED_FMR,
} from './evaluation/evaluate.ts';
export {
  type PairList,
  type PicturePair,
  parsePairs,
  type ScoredList,
  scorePairs,
} from './evaluation/pairs.ts';
export type { FaceCheck, FaceEvidence, LiveFrame } from './face-check.ts';
export { judgeEvidence } from './judge.ts';
export { type FrameReport, judgeLivenessOfFrames, type LivenessOutcome } from './judge-liveness.ts';
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
