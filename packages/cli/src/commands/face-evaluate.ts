import { readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  detCurveSvg,
  type Evaluation,
  evaluateScores,
  parsePairs,
  type ScoredList,
  scorePairs,
} from '@kaijo/face';
import type { Command } from 'commander';
import type { Console } from '../console/console.ts';
import { table } from '../console/table.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { modelsOption, openModels } from '../face/pictures.ts';

interface EvaluateOptions {
  readonly svg?: string;
  readonly models?: string;
  readonly json?: boolean;
}

export function addFaceEvaluate(face: Command, console: Console): void {
  face
    .command('evaluate')
    .description('what the matcher is worth on your pictures, and which threshold to configure')
    .argument('<pairs>', 'CSV: chip,selfie[;selfie…],genuine|impostor; file names relative to the CSV')
    .option('--svg <file>', 'write the detection error trade-off curve')
    .addOption(modelsOption())
    .option('--json', 'print the whole evaluation')
    .action(async (file: string, options: EvaluateOptions) => {
      const scored = await console.working('describing the pictures', () => score(file, options.models));
      const evaluation = evaluate(scored);
      if (options.svg !== undefined) await writeCurve(options.svg, evaluation, file);
      if (options.json)
        console.out(
          JSON.stringify({ ...evaluation, withoutFace: scored.withoutFace, poor: scored.poor }, null, 2),
        );
      else print(console, evaluation, scored);
    });
}

async function score(file: string, module: string | undefined): Promise<ScoredList> {
  const csv = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandFailure(EXIT.NO_INPUT, `${file} cannot be read`, error);
  });
  const list = parsePairs(csv);
  if (list.kind === 'invalid') throw new CommandFailure(EXIT.DATA, `${file}:${list.line}: ${list.message}`);
  const models = await openModels(module);
  return scorePairs(models, list.pairs, (picture) => readBeside(file, picture));
}

function readBeside(csv: string, picture: string): Promise<Uint8Array> {
  const path = resolve(dirname(csv), picture);
  return readFile(path).catch((error: unknown) => {
    throw new CommandFailure(EXIT.NO_INPUT, `${path} cannot be read`, error);
  });
}

function evaluate({ scored }: ScoredList): Evaluation {
  try {
    return evaluateScores(scored);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandFailure(EXIT.DATA, error.message, error);
    throw error;
  }
}

async function writeCurve(path: string, evaluation: Evaluation, title: string): Promise<void> {
  await writeFile(path, detCurveSvg(evaluation, title)).catch((error: unknown) => {
    throw new CommandFailure(EXIT.CANNOT_CREATE, `${path} cannot be written`, error);
  });
}

function print(console: Console, evaluation: Evaluation, { withoutFace, poor }: ScoredList): void {
  const { genuine, impostor, eer, atFmr } = evaluation;
  console.out(
    `${genuine} genuine and ${impostor} impostor pairs; equal error rate ${percent(eer.rate)} at ${eer.threshold.toFixed(3)}`,
  );
  const rows = atFmr.map(({ wanted, point }) =>
    point === undefined
      ? [percent(wanted), 'too few impostor pairs to tell', '', '']
      : [
          percent(wanted),
          point.threshold.toFixed(3),
          percent(point.fnmr),
          `${percent(point.fnmrInterval.low)} … ${percent(point.fnmrInterval.high)}`,
        ],
  );
  for (const line of table([['FMR', 'THRESHOLD', 'FNMR', '95 % INTERVAL'], ...rows])) console.out(line);
  if (withoutFace.length > 0) console.note(`no face found in: ${withoutFace.join(', ')}`);
  for (const { picture, reasons } of poor) console.note(`${picture}: ${reasons.join(', ')}`);
}

function percent(rate: number): string {
  return `${(100 * rate).toPrecision(3)} %`;
}
