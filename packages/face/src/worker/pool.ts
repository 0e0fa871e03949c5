import type { FaceEvidence } from '../face-check.ts';
import type { ModelsModule } from '../models/load.ts';
import type { FaceOutcome, ModelInfo } from '../outcome.ts';
import { type JobResult, WorkerProcess } from './worker-process.ts';

export interface PoolOptions {
  /** Worker processes. Each takes one core while it judges, and about 180 MB. Default 2. */
  readonly workers?: number;
  /** Checks that may wait for a worker; the next is answered `busy`. Default 8. */
  readonly queue?: number;
  /** After this time a check's worker is killed and replaced. Default 15 s. */
  readonly timeoutMs?: number;
  /** Another matcher in place of Kaijo's own. */
  readonly models?: ModelsModule;
  /** What happened to the workers, for logs and metrics. Holds nothing about holders. */
  readonly onEvent?: (event: PoolEvent) => void;
}

export type PoolEvent =
  | { readonly kind: 'worker-started'; readonly pid: number }
  | { readonly kind: 'worker-died'; readonly pid: number; readonly cause: 'crash' | 'timeout' }
  | { readonly kind: 'worker-not-started'; readonly message: string; readonly retryInMs: number };

interface Waiting {
  readonly evidence: FaceEvidence;
  readonly answer: (outcome: FaceOutcome) => void;
}

const START_TIMEOUT_MS = 30_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
/** Assumed until the first check has been timed. */
const FIRST_GUESS_MS = 1_500;

/** A bounded number of worker processes with a bounded queue before them. */
export class WorkerPool {
  readonly model: ModelInfo;
  readonly #options: Required<Omit<PoolOptions, 'models' | 'onEvent'>> &
    Pick<PoolOptions, 'models' | 'onEvent'>;
  readonly #workers = new Set<WorkerProcess>();
  readonly #idle: WorkerProcess[] = [];
  readonly #queue: Waiting[] = [];
  #usualMs = FIRST_GUESS_MS;
  #closed = false;

  private constructor(options: PoolOptions, first: readonly WorkerProcess[]) {
    this.#options = { workers: first.length, queue: 8, timeoutMs: 15_000, ...definedOnly(options) };
    this.model = (first[0] as WorkerProcess).model;
    for (const worker of first) this.#add(worker);
  }

  /** @throws Error when a worker cannot be started (a model is missing or changed): better at the start than at a check. */
  static async start(options: PoolOptions = {}): Promise<WorkerPool> {
    const count = options.workers ?? 2;
    if (!Number.isInteger(count) || count < 1) throw new RangeError('workers: a whole number from 1');
    const started = await Promise.allSettled(
      Array.from({ length: count }, () => WorkerProcess.start(options.models, START_TIMEOUT_MS)),
    );
    const workers = started.filter((result) => result.status === 'fulfilled').map((result) => result.value);
    const failed = started.find((result) => result.status === 'rejected');
    if (failed) {
      for (const worker of workers) worker.kill();
      throw failed.reason;
    }
    return new WorkerPool(options, workers);
  }

  /** Process ids of the workers that live, for an operator's limits and for tests. */
  get pids(): readonly number[] {
    return [...this.#workers].map((worker) => worker.pid);
  }

  async judge(evidence: FaceEvidence): Promise<FaceOutcome> {
    if (this.#closed) throw new Error('the face check is closed');
    const worker = this.#idle.pop();
    if (worker) return this.#run(worker, evidence);
    if (this.#queue.length >= this.#options.queue) return this.#busy();
    return new Promise((answer) => this.#queue.push({ evidence, answer }));
  }

  /** Ends all workers. Checks that wait are answered `busy`, those that run `unusable`: neither counts. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { answer } of this.#queue.splice(0)) answer(this.#busy());
    const workers = [...this.#workers];
    for (const worker of workers) worker.kill();
    await Promise.all(workers.map((worker) => worker.ended));
  }

  #busy(): FaceOutcome {
    const rounds = (this.#queue.length + 1) / this.#options.workers;
    return {
      kind: 'busy',
      retryAfterSeconds: Math.max(1, Math.ceil((rounds * this.#usualMs) / 1000)),
      model: this.model,
    };
  }

  async #run(worker: WorkerProcess, evidence: FaceEvidence): Promise<FaceOutcome> {
    const before = performance.now();
    const result = await worker.run(evidence, this.#options.timeoutMs);
    if (result.kind === 'judged') {
      this.#usualMs = 0.8 * this.#usualMs + 0.2 * (performance.now() - before);
      this.#release(worker);
    } else if (!this.#closed)
      this.#options.onEvent?.({ kind: 'worker-died', pid: worker.pid, cause: result.cause });
    return outcomeOf(result, this.model);
  }

  #release(worker: WorkerProcess): void {
    const next = this.#queue.shift();
    if (next) void this.#run(worker, next.evidence).then(next.answer);
    else this.#idle.push(worker);
  }

  #add(worker: WorkerProcess): void {
    this.#workers.add(worker);
    this.#options.onEvent?.({ kind: 'worker-started', pid: worker.pid });
    void worker.ended.then(() => {
      this.#workers.delete(worker);
      const at = this.#idle.indexOf(worker);
      if (at >= 0) this.#idle.splice(at, 1);
      void this.#replace();
    });
    this.#release(worker);
  }

  async #replace(): Promise<void> {
    for (let retryInMs = FIRST_RETRY_MS; !this.#closed; retryInMs = Math.min(2 * retryInMs, LAST_RETRY_MS)) {
      try {
        const worker = await WorkerProcess.start(this.#options.models, START_TIMEOUT_MS);
        if (this.#closed) worker.kill();
        else this.#add(worker);
        return;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        this.#options.onEvent?.({ kind: 'worker-not-started', message, retryInMs });
        await new Promise((resolve) => setTimeout(resolve, retryInMs).unref());
      }
    }
  }
}

/** A picture that brought its worker down cannot be judged: another take, and no failure of the holder (R20). */
function outcomeOf(result: JobResult, model: ModelInfo): FaceOutcome {
  return result.kind === 'judged'
    ? result.outcome
    : { kind: 'unusable', reasons: ['not-processable'], model };
}

const definedOnly = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
