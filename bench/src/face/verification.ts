import { readFile } from 'node:fs/promises';
import {
  ALL_CHALLENGES,
  benchThroughput,
  benchVerification,
  createFaceCheck,
  type FaceEvidence,
  loadFaceModels,
} from '@kaijo/face';
import { framesOfStep } from '@kaijo/personas';
import { readPortrait, readSelfie } from '@kaijo/personas/files';
import { chipPortrait } from '@kaijo/virtual-card';
import { atMost, type Report } from '../report.ts';

const SITTER = 'hanako';
const FRAMES = 10;

/** One verification: the chip's photo and ten frames, liveness and match. */
export async function faceVerification(): Promise<Report> {
  const evidence = await sampleEvidence();
  const single = await benchVerification(await loadFaceModels(), evidence);
  const one = await throughput(1, evidence);
  const two = await throughput(2, evidence);
  return {
    title: 'Face: one verification (chip photo and frames, liveness and match)',
    figures: [
      { what: 'frames', value: String(single.frames) },
      atMost('CPU of one verification on one core', single.cpuMs, 1_200, 'ms'),
      atMost('resident memory of a pool of two', two.residentMb, 400, 'MB'),
      { what: 'pool of one', value: `${one.rate.toFixed(2)} /s` },
      { what: 'pool of two', value: `${two.rate.toFixed(2)} /s` },
      {
        what: 'two against one',
        value: (two.rate / one.rate).toFixed(2),
        goal: 'at least 1.6',
        met: two.rate / one.rate >= 1.6,
      },
    ],
  };
}

async function throughput(workers: number, evidence: FaceEvidence) {
  const check = await createFaceCheck({ workers });
  try {
    const { checksPerSecond } = await benchThroughput(check, workers, evidence);
    const resident = await Promise.all(check.pids.map(residentMegabytes));
    return { rate: checksPerSecond, residentMb: resident.reduce((sum, mb) => sum + mb, 0) };
  } finally {
    await check.close();
  }
}

/** VmRSS of proc(5); Linux only. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}

async function sampleEvidence(): Promise<FaceEvidence> {
  const challenge = ALL_CHALLENGES.find(
    ({ steps }) => steps.flatMap((step) => framesOfStep[step]).length >= FRAMES,
  );
  if (challenge === undefined) throw new Error('no challenge has ten frames');
  const shots = challenge.steps
    .flatMap((step) => framesOfStep[step].map((frame) => ({ step, frame })))
    .slice(0, FRAMES);
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
