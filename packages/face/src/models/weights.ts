import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-node';

const WEIGHTS = new URL('../../models/', import.meta.url);

export type WeightFile = `${string}.onnx`;

/** Digests by file name, as `sha256sum` writes them. */
export async function readChecksums(folder: URL = WEIGHTS): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(new URL('SHA256SUMS', folder), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(66).trim(), line.slice(0, 64)]));
}

/**
 * Loads one model after comparing it with its digest: a file that was changed or cut is not run.
 * @throws Error naming the file when it is missing or differs.
 */
export async function loadWeights(
  file: WeightFile,
  checksums: ReadonlyMap<string, string>,
  folder: URL = WEIGHTS,
): Promise<InferenceSession> {
  const bytes = await readFile(new URL(file, folder));
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (checksums.get(file) !== digest)
    throw new Error(`face model ${file}: SHA-256 is not the one in SHA256SUMS`);
  return InferenceSession.create(bytes, {
    // One thread per session: two were slower on two cores, and the pool is what uses the cores.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // Without the arena an activation is given back, and so overwritten, as soon as the run is over (R23).
    enableCpuMemArena: false,
    logSeverityLevel: 3,
  });
}
