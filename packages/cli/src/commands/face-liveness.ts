import { judgeLivenessOfFrames, type LivenessOutcome } from '@kaijo/face';
import type { Command } from 'commander';
import type { Console } from '../console/console.ts';
import { table } from '../console/table.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { parseChallenge, readFrames } from '../face/frames.ts';
import { modelsOption, openModels } from '../face/pictures.ts';

interface LivenessOptions {
  readonly challenge: string;
  readonly interval: string;
  readonly models?: string;
  readonly json?: boolean;
}

export function addFaceLiveness(face: Command, console: Console): void {
  face
    .command('liveness')
    .description('did the person before the camera do what the challenge asked for?')
    .argument(
      '<frames...>',
      'JPEG files in order, their names saying the step (02-turn-left.jpg), or one folder of them',
    )
    .requiredOption('--challenge <steps>', 'the steps asked for, as look-straight,turn-left,come-nearer')
    .option('--interval <ms>', 'time between two frames', '400')
    .addOption(modelsOption())
    .option('--json', 'print the outcome with what was measured in each frame')
    .addHelpText(
      'after',
      `
Example, with a test persona:
  $ kaijo face liveness packages/personas/data/yui/selfie --challenge look-straight,turn-left,close-eyes

Exit code 0: live. 1: refused, or frames that cannot be judged.`,
    )
    .action(async (paths: string[], options: LivenessOptions) => {
      const challenge = parseChallenge(options.challenge);
      const interval = Number(options.interval);
      if (!Number.isInteger(interval) || interval < 0)
        throw new CommandFailure(EXIT.USAGE, '--interval takes milliseconds');
      const frames = await readFrames(paths, challenge, interval);
      const outcome = await judgeLivenessOfFrames(await openModels(options.models), frames, challenge);
      if (options.json) console.out(JSON.stringify(outcome, null, 2));
      else print(console, outcome);
      if (outcome.kind !== 'live') throw new CommandFailure(EXIT.REFUSED, outcome.kind);
    });
}

function print(console: Console, outcome: LivenessOutcome): void {
  const rows = outcome.frames.map(({ frame, yaw, eyeDistance, eyeOpenness, reasons }) => [
    String(frame),
    shown(yaw, 1),
    shown(eyeDistance, 0),
    shown(eyeOpenness, 2),
    reasons.join(', '),
  ]);
  for (const line of table([['FRAME', 'YAW', 'EYES APART', 'EYES OPEN', 'TO CHANGE'], ...rows]))
    console.out(line);
  console.out(outcome.kind === 'live' ? 'live' : `${outcome.kind}: ${outcome.reasons.join(', ')}`);
}

function shown(value: number | undefined, digits: number): string {
  return value === undefined ? '' : value.toFixed(digits);
}
