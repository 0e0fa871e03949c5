import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FaceEvidence } from '../face-check.ts';
import type { ModelsModule } from '../models/load.ts';
import type { ModelInfo } from '../outcome.ts';
import { encodeJob, type Judged, MessageReader, type WorkerMessage } from './wire.ts';

export type JobResult =
  | { readonly kind: 'judged'; readonly outcome: Judged }
  /** The process ended, or was killed because it took too long, while it had the job. */
  | { readonly kind: 'died'; readonly cause: 'crash' | 'timeout' };

/** How much of a worker's error output is kept for the message when it cannot start. */
const MAX_ERROR_TEXT = 4_000;

/** One worker process that has its models loaded. Judges one job at a time. */
export class WorkerProcess {
  readonly model: ModelInfo;
  readonly pid: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #finish: ((result: JobResult) => void) | undefined;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, Readable>,
    model: ModelInfo,
    ended: Promise<void>,
  ) {
    this.#child = child;
    this.model = model;
    this.pid = child.pid as number;
    this.ended = ended;
    void ended.then(() => this.#finish?.({ kind: 'died', cause: 'crash' }));
  }

  /** @throws Error when the process ends or does not become ready in `timeoutMs`. */
  static async start(models: ModelsModule | undefined, timeoutMs: number): Promise<WorkerProcess> {
    const child = spawnWorker(models);
    let errorText = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errorText = (errorText + chunk.toString('utf8')).slice(-MAX_ERROR_TEXT);
    });
    // A pipe to a process that has ended: its end is what is acted on.
    child.stdin.on('error', () => {});
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    const reader = new MessageReader();
    let worker: WorkerProcess | undefined;
    const ready = await new Promise<WorkerMessage>((resolve) => {
      const timer = setTimeout(
        () => resolve({ kind: 'cannot-start', message: 'not ready in time' }),
        timeoutMs,
      );
      void ended.then(() => resolve({ kind: 'cannot-start', message: errorText || 'the process ended' }));
      child.stdout.on('data', (chunk: Buffer) => {
        try {
          for (const message of reader.push(chunk)) {
            clearTimeout(timer);
            if (message.kind === 'judged') worker?.settle({ kind: 'judged', outcome: message.outcome });
            else resolve(message);
          }
        } catch {
          child.kill('SIGKILL');
        }
      });
      void ended.then(() => clearTimeout(timer));
    });
    if (ready.kind !== 'ready') {
      child.kill('SIGKILL');
      throw new Error(`face worker: ${ready.kind === 'cannot-start' ? ready.message : 'unexpected message'}`);
    }
    worker = new WorkerProcess(child, ready.model, ended);
    return worker;
  }

  /** Never rejects. After `died` the worker is of no more use. */
  async run(evidence: FaceEvidence, timeoutMs: number): Promise<JobResult> {
    if (this.#finish) throw new Error('a worker judges one job at a time');
    const result = new Promise<JobResult>((resolve) => {
      this.#finish = resolve;
    });
    const timer = setTimeout(() => this.settle({ kind: 'died', cause: 'timeout' }), timeoutMs);
    const hasEnded = this.#child.exitCode !== null || this.#child.signalCode !== null;
    if (hasEnded) this.settle({ kind: 'died', cause: 'crash' });
    else for (const part of encodeJob(evidence)) this.#child.stdin.write(part);
    const settled = await result;
    clearTimeout(timer);
    if (settled.kind === 'died') {
      this.kill();
      await this.ended; // nothing reads the pictures' bytes any more
    }
    return settled;
  }

  private settle(result: JobResult): void {
    this.#finish?.(result);
    this.#finish = undefined;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** The built worker: beside this file in `dist`, and in `dist` as well when tests run this file from source. */
function workerFile(): string {
  const isSource = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(
    new URL(isSource ? '../../dist/worker/worker-main.js' : './worker-main.js', import.meta.url),
  );
  if (!existsSync(file))
    throw new Error('the face worker is not built: run "npx tsc -b packages/face" first');
  return file;
}

/**
 * With glibc, what is freed is overwritten at once (R23), and large blocks go back to the system instead of into the
 * heap, which would otherwise grow by fragmentation. Elsewhere without effect.
 */
const MALLOC_TUNABLES = [
  'glibc.malloc.perturb=85',
  'glibc.malloc.tcache_count=0',
  'glibc.malloc.arena_max=2',
  'glibc.malloc.mmap_threshold=262144',
  'glibc.malloc.trim_threshold=1048576',
].join(':');

function spawnWorker(models: ModelsModule | undefined): ChildProcessByStdio<Writable, Readable, Readable> {
  const node = ['--expose-gc', '--max-old-space-size=128', workerFile()];
  const args = [...node, models?.module ?? '', JSON.stringify(models?.options ?? null)];
  const options = {
    stdio: ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'],
    env: { GLIBC_TUNABLES: MALLOC_TUNABLES }, // nothing of the service's environment
    windowsHide: true,
  };
  if (process.platform === 'win32') return spawn(process.execPath, args, options);
  // No core file: it would hold the pictures (R23).
  return spawn('/bin/sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', process.execPath, ...args], options);
}
