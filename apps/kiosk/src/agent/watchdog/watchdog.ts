import { Worker } from 'node:worker_threads';

const BEAT_MS = 1_000;

/**
 * Kills this process when its event loop stands still for `limitMs`: a kiosk that hangs is started again by whoever
 * started it, and the holder's reservation finishes the job anywhere (R33). A thread of its own watches.
 */
export function startWatchdog(limitMs: number): { stop(): Promise<void> } {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(WATCHER, {
    eval: true,
    // Not those of this process: one that changes how a script is read would silently leave nobody on watch.
    execArgv: [],
    workerData: { beats, limitMs },
    resourceLimits: { maxOldGenerationSizeMb: 8 },
    stdout: true,
  });
  thread.unref();
  const timer = setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await thread.terminate();
    },
  };
}

/** Atomics.wait sleeps without an event loop; the beat that came meanwhile is seen as another number. */
const WATCHER = `
const { workerData: { beats, limitMs } } = require('node:worker_threads');
const pause = new Int32Array(new SharedArrayBuffer(4));
for (let last = Atomics.load(beats, 0); ; ) {
  Atomics.wait(pause, 0, 0, limitMs);
  const now = Atomics.load(beats, 0);
  if (now === last) process.kill(process.pid, 'SIGKILL');
  last = now;
}
`;
