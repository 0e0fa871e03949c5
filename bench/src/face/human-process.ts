import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';

/** What `@vladmandic/human` needs for pictures: `node human-process.js PICTURE…` */
export interface HumanBench {
  readonly kind: 'measured';
  /** CPU of all pictures, milliseconds, round by round. */
  readonly cpuMs: readonly number[];
  readonly facesFound: number;
}

export interface HumanMissing {
  readonly kind: 'not-installed';
}

interface Tensor {
  readonly shape: readonly number[];
}

interface Human {
  readonly tf: {
    tensor(data: Uint8Array, shape: readonly number[], type: 'float32'): Tensor;
    dispose(tensor: Tensor): void;
    setThreadsCount?(threads: number): void;
  };
  load(): Promise<void>;
  detect(picture: Tensor): Promise<{ readonly face: readonly { readonly embedding?: readonly number[] }[] }>;
}

const ROUNDS = 10;

process.send?.(await measure(process.argv.slice(2)));

async function measure(pictures: readonly string[]): Promise<HumanBench | HumanMissing> {
  const program = findHuman();
  if (program === undefined) return { kind: 'not-installed' };
  sharp.concurrency(1);
  const human = await loadHuman(program);
  const cpuMs: number[] = [];
  let facesFound = 0;
  for (let round = -2; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    facesFound = 0;
    for (const picture of pictures) facesFound += await describedFaces(human, picture);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) cpuMs.push((user + system) / 1_000);
  }
  return { kind: 'measured', cpuMs, facesFound };
}

/** Its WebAssembly build, which its package does not export by name. */
function findHuman(): string | undefined {
  try {
    const main = createRequire(import.meta.url).resolve('@vladmandic/human');
    return join(dirname(main), 'human.node-wasm.js');
  } catch {
    return undefined;
  }
}

async function loadHuman(program: string): Promise<Human> {
  // It fetches its models, and Node's fetch reads no files.
  globalThis.fetch = async (url) => new Response(await readFile(new URL(String(url))));
  const require = createRequire(program);
  const { Human } = require(program) as { Human: new (configuration: object) => Human };
  const off = { enabled: false };
  const on = { enabled: true };
  const human = new Human({
    backend: 'wasm',
    wasmPath: `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`,
    modelBasePath: pathToFileURL(join(dirname(program), '../models/')).href,
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    // What liveness and match are decided on: box and rotation, mesh, eyes, descriptor.
    face: {
      enabled: true,
      detector: { rotation: true, maxDetected: 2 },
      mesh: on,
      iris: on,
      description: on,
      emotion: off,
      antispoof: off,
      liveness: off,
    },
  });
  human.tf.setThreadsCount?.(1);
  await human.load();
  return human;
}

async function describedFaces(human: Human, path: string): Promise<number> {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const picture = human.tf.tensor(new Uint8Array(data), [1, info.height, info.width, 3], 'float32');
  const { face } = await human.detect(picture);
  human.tf.dispose(picture);
  return face.filter(({ embedding }) => embedding !== undefined).length;
}
