/**
 * A worker process: loads the models once, then judges one job after the other. Reads and writes its pipes
 * synchronously, into buffers that it overwrites (R23), and ends when its input ends.
 *
 * Arguments: the URL of a module that default-exports LoadFaceModels (empty: Kaijo's own), and its options as JSON.
 */
import { readSync, writeSync } from 'node:fs';
import type { FaceEvidence } from '../face-check.ts';
import { judgeEvidence } from '../judge.ts';
import { loadFaceModels } from '../models/load.ts';
import { encodeJson, type JobHeader, MAX_JSON_LENGTH, type WorkerMessage } from './wire.ts';

const STDIN = 0;
const STDOUT = 1;

const send = (message: WorkerMessage): void => {
  const bytes = encodeJson(message);
  for (let at = 0; at < bytes.length; ) at += writeSync(STDOUT, bytes, at);
};

/** Reads exactly `length` bytes; undefined when the input ends before. */
function read(length: number): Uint8Array | undefined {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const count = readSync(STDIN, bytes, at, length - at, null);
    if (count === 0) return undefined;
    at += count;
  }
  return bytes;
}

function readJob(): FaceEvidence | undefined {
  const prefix = read(4);
  if (!prefix) return undefined;
  const headerLength = new DataView(prefix.buffer).getUint32(0);
  if (headerLength > MAX_JSON_LENGTH) return undefined;
  const json = read(headerLength);
  if (!json) return undefined;
  const header = JSON.parse(new TextDecoder().decode(json)) as JobHeader;
  const portraitJp2 = read(header.portraitLength);
  if (!portraitJp2) return undefined;
  const frames = [];
  for (const { length, step, atMs } of header.frames) {
    const jpeg = read(length);
    if (!jpeg) return undefined;
    frames.push({ jpeg, step, atMs });
  }
  return { challenge: header.challenge, portraitJp2, frames };
}

async function main(): Promise<void> {
  const [module, options] = process.argv.slice(2);
  const models = await loadFaceModels(
    module ? { module, options: JSON.parse(options ?? 'null') } : undefined,
  );
  send({ kind: 'ready', model: models.info });
  for (let job = readJob(); job; job = readJob()) {
    const outcome = await judgeEvidence(models, job);
    job.portraitJp2.fill(0);
    for (const frame of job.frames) frame.jpeg.fill(0);
    send({ kind: 'judged', outcome });
    job = undefined;
    globalThis.gc?.(); // gives back what the job still held, before the next holder's pictures come
  }
  await models.close();
}

try {
  await main();
} catch (error) {
  send({ kind: 'cannot-start', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
