import { drawChallenge } from './challenge.ts';
import type { FaceCheck, FaceEvidence } from './face-check.ts';
import type { ModelInfo } from './outcome.ts';
import { type PoolOptions, WorkerPool } from './worker/pool.ts';

/** A {@link FaceCheck} that owns its workers. */
export interface RunningFaceCheck extends FaceCheck {
  readonly model: ModelInfo;
  /** Process ids of the workers. */
  readonly pids: readonly number[];
  close(): Promise<void>;
}

/**
 * Starts the worker processes and loads the models in each.
 * @throws Error when a worker cannot start, for example because a model's digest is wrong.
 */
export async function createFaceCheck(options: PoolOptions = {}): Promise<RunningFaceCheck> {
  const pool = await WorkerPool.start(options);
  return {
    model: pool.model,
    get pids() {
      return pool.pids;
    },
    drawChallenge,
    async judge(evidence: FaceEvidence) {
      try {
        return await pool.judge(evidence);
      } finally {
        for (const frame of evidence.frames) frame.jpeg.fill(0); // R23
      }
    },
    close: () => pool.close(),
  };
}
