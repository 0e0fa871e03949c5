export {
  answerOnce,
  type OnceDependencies,
  type OnceOutcome,
  type RepeatableCall,
  type RepeatableSteps,
} from './answer-once.ts';
export { parseIdempotencyKey } from './key.ts';
export type { SentAnswer } from './sealed-answer.ts';
export { sweepIdempotencyRecords } from './storage.ts';
export { createIdempotencyTables, type IdempotencyTables } from './tables.ts';
