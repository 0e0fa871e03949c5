import {
  ALL_CHALLENGES,
  benchThroughput,
  benchVerification,
  createFaceCheck,
  type FaceEvidence,
} from '@kaijo/face';
import { framesOfStep } from '@kaijo/personas';
import { readPortrait, readSelfie } from '@kaijo/personas/files';
import { chipPortrait } from '@kaijo/virtual-card';
import type { Command } from 'commander';
import type { Console } from '../console/console.ts';
import { modelsOption, openModels } from '../face/pictures.ts';

const SITTER = 'hanako';

export function addFaceBench(face: Command, console: Console): void {
  face
    .command('bench')
    .description('how long a verification takes here, and how many the pool of workers does')
    .addOption(modelsOption())
    .option('--json', 'as JSON')
    .action(async (options: { models?: string; json?: boolean }) => {
      const evidence = await sampleEvidence();
      const models = await openModels(options.models);
      const single = await console.working('one verification after the other', () =>
        benchVerification(models, evidence),
      );
      const pools = [];
      for (const workers of [1, 2])
        pools.push(await console.working(`a pool of ${workers}`, () => throughput(workers, evidence)));
      if (options.json) return console.out(JSON.stringify({ ...single, pools }, null, 2));
      console.out(
        `one verification (${single.frames} frames): ${single.cpuMs.toFixed(0)} ms of CPU, median of ${single.rounds}`,
      );
      for (const { workers, checksPerSecond } of pools)
        console.out(`pool of ${workers}: ${checksPerSecond.toFixed(2)} verifications a second`);
    });
}

async function throughput(workers: number, evidence: FaceEvidence) {
  const check = await createFaceCheck({ workers });
  try {
    return await benchThroughput(check, workers, evidence);
  } finally {
    await check.close();
  }
}

async function sampleEvidence(): Promise<FaceEvidence> {
  const [challenge] = ALL_CHALLENGES;
  if (challenge === undefined) throw new Error('there are challenges');
  const shots = challenge.steps.flatMap((step) => framesOfStep[step].map((frame) => ({ step, frame })));
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
