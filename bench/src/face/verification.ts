import {
  ALL_CHALLENGES,
  benchThroughput,
  benchVerification,
  createFaceCheck,
  type FaceEvidence,
  judgeEvidence,
  loadFaceModels,
  type Step,
} from '@kaijo/face';
import { framesOfStep, type SelfieFrame } from '@kaijo/personas';
import { portraitPath, readPortrait, readSelfie, selfiePath } from '@kaijo/personas/files';
import { chipPortrait } from '@kaijo/virtual-card';
import { startChild } from '../child.ts';
import { peakResidentMebibytes } from '../process-usage.ts';
import { atMost, type Figure, median, type Report, spread } from '../report.ts';
import type { HumanBench, HumanMissing } from './human-process.ts';

const SITTER = 'hanako';
const FRAMES = 10;
const TURNS = 4;
/** In one turn. */
const CHECKS = 10;
const HUMAN = new URL('./human-process.js', import.meta.url);

/** One verification: the chip's photo and ten frames, liveness and match. */
export async function faceVerification(): Promise<Report> {
  const sitting = sit();
  const evidence = await evidenceOf(sitting);
  const models = await loadFaceModels();
  const { kind } = await judgeEvidence(models, evidence);
  if (kind !== 'match') throw new Error(`the frames to measure with are answered ${kind}`);

  const single = await benchVerification(models, evidence);
  const pools = await throughputOfPools(evidence);
  const gain = median(pools.two) / median(pools.one);
  const human = await beside(sitting, single.cpuMs);
  return {
    title: `Face: one verification (chip photo and ${FRAMES} frames, liveness and match)`,
    figures: [
      atMost('CPU of one verification on one core', single.cpuMs, 1_200, 'ms'),
      atMost('resident memory of a pool of two, at its highest', pools.residentMiB, 400, 'MiB'),
      { what: 'pool of one', value: spread(pools.one, '/s', 2) },
      { what: 'pool of two', value: spread(pools.two, '/s', 2) },
      { what: 'two against one', value: gain.toFixed(2), goal: 'at least 1.6', met: gain >= 1.6 },
      ...human.figures,
    ],
    notes: human.notes,
  };
}

/** A pool of one and a pool of two in turns, so that what else the machine does falls on both. */
async function throughputOfPools(evidence: FaceEvidence) {
  const one = await createFaceCheck({ workers: 1 });
  const two = await createFaceCheck({ workers: 2 });
  const rates: { readonly one: number[]; readonly two: number[] } = { one: [], two: [] };
  try {
    for (let turn = 0; turn < TURNS; turn++) {
      rates.one.push((await benchThroughput(one, 1, evidence, CHECKS)).checksPerSecond);
      rates.two.push((await benchThroughput(two, 2, evidence, CHECKS)).checksPerSecond);
    }
    const resident = await Promise.all(two.pids.map(peakResidentMebibytes));
    return { ...rates, residentMiB: resident.reduce((sum, mebibytes) => sum + mebibytes, 0) };
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
}

async function beside(
  sitting: Sitting,
  ourCpuMs: number,
): Promise<{ readonly figures: readonly Figure[]; readonly notes: readonly string[] }> {
  const pictures = [portraitPath(SITTER), ...sitting.shots.map(({ frame }) => selfiePath(SITTER, frame))];
  await using child = await startChild<HumanBench | HumanMissing>(HUMAN, ...pictures);
  const human = child.said;
  if (human.kind === 'not-installed')
    return {
      figures: [],
      notes: [
        '`@vladmandic/human` is not installed (350 MB, so it is no dependency); to measure beside it: `npm install --no-save',
        '@vladmandic/human@3.3.6 @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0`.',
      ],
    };
  if (human.facesFound !== pictures.length)
    throw new Error(`human found ${human.facesFound} faces in ${pictures.length} pictures`);
  return {
    figures: [
      { what: '`@vladmandic/human` 3.3.6: CPU of the same pictures', value: spread(human.cpuMs, 'ms') },
      { what: 'human against Kaijo', value: (median(human.cpuMs) / ourCpuMs).toFixed(2) },
    ],
    notes: [
      '`@vladmandic/human` with its WebAssembly backend, one thread: detector, mesh, iris and descriptor of each picture, the portrait',
      'before it went onto the chip among them, since it reads no JPEG 2000. Deciding is not in its figure.',
    ],
  };
}

interface Sitting {
  readonly challenge: FaceEvidence['challenge'];
  readonly shots: readonly { readonly step: Step; readonly frame: SelfieFrame }[];
}

function sit(): Sitting {
  for (const challenge of ALL_CHALLENGES) {
    const shots = challenge.steps.flatMap((step) => framesOfStep[step].map((frame) => ({ step, frame })));
    if (shots.length >= FRAMES) return { challenge, shots: shots.slice(0, FRAMES) };
  }
  throw new Error(`no challenge has ${FRAMES} frames`);
}

async function evidenceOf({ challenge, shots }: Sitting): Promise<FaceEvidence> {
  return {
    portraitJp2: await chipPortrait(await readPortrait(SITTER)),
    challenge,
    frames: await Promise.all(
      shots.map(async ({ step, frame }, index) => ({
        step,
        jpeg: await readSelfie(SITTER, frame),
        atMs: 1_000 + 400 * index,
      })),
    ),
  };
}
