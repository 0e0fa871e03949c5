import type { FaceCheck, FaceEvidence } from './face-check.ts';
import { judgeEvidence } from './judge.ts';
import type { FaceModels } from './models/face-models.ts';

export interface FaceBench {
  readonly rounds: number;
  readonly frames: number;
  /** CPU and wall time of one whole verification on one core, milliseconds: median over the rounds. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Resident memory of this process after the rounds, bytes. */
  readonly residentBytes: number;
}

/** Times whole verifications in this process: decode, liveness and match, the models loaded before. */
export async function benchVerification(
  models: FaceModels,
  evidence: FaceEvidence,
  rounds = 10,
): Promise<FaceBench> {
  const cpu: number[] = [];
  const wall: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const [cpuBefore, wallBefore] = [process.cpuUsage(), performance.now()];
    await judgeEvidence(models, evidence);
    const { user, system } = process.cpuUsage(cpuBefore);
    if (round < 0) continue; // warming up
    cpu.push((user + system) / 1000);
    wall.push(performance.now() - wallBefore);
  }
  return {
    rounds,
    frames: evidence.frames.length,
    cpuMs: median(cpu),
    wallMs: median(wall),
    residentBytes: process.memoryUsage.rss(),
  };
}

export interface PoolBench {
  readonly workers: number;
  readonly checks: number;
  readonly checksPerSecond: number;
}

/** Checks per second through a running pool that is kept busy. Each check gets its own copy, since `judge` wipes frames. */
export async function benchThroughput(
  face: FaceCheck,
  workers: number,
  evidence: FaceEvidence,
  checks = 20,
): Promise<PoolBench> {
  const copy = (): FaceEvidence => ({
    ...evidence,
    frames: evidence.frames.map((frame) => ({ ...frame, jpeg: Uint8Array.from(frame.jpeg) })),
  });
  let next = 0;
  const feed = async () => {
    while (next++ < checks) {
      const outcome = await face.judge(copy());
      if (outcome.kind === 'busy') throw new Error('the queue is too short for this many at a time');
    }
  };
  const before = performance.now();
  await Promise.all(Array.from({ length: workers }, feed));
  return { workers, checks, checksPerSecond: checks / ((performance.now() - before) / 1000) };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] as number;
