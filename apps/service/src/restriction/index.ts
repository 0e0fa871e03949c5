export { appReference } from './app-reference.ts';
export * as restrictionRules from './rules.ts';
export {
  type Counts,
  FAILURES_IN_A_ROW,
  type FaceOutcome,
  type FailureCount,
  type Judged,
  NO_FAILURES,
  type Standing,
} from './rules.ts';
export {
  checkRestricted,
  type FaceCheckSubjects,
  type Lifting,
  liftRestriction,
  recordFaceOutcome,
  restrictionOfCard,
} from './storage.ts';
export { createRestrictionTables, type RestrictionTables } from './tables.ts';
