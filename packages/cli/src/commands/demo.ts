import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetPin } from '@kaijo/contract';
import { type PersonaName, persona, personaNames } from '@kaijo/personas';
import { LINK_NAMES, type LinkName } from '@kaijo/virtual-card';
import { Option } from 'commander';
import type { Console } from '../console/console.ts';
import { inJapan } from '../console/japan-time.ts';
import { cameraOf } from '../demo/camera.ts';
import { offsetIntoOpeningHours } from '../demo/kiosk-hours.ts';
import { StepMeter, type StepRecord } from '../demo/step-meter.ts';
import { type StoryResult, tellStory } from '../demo/story.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { type DataFolder, dataFolder } from '../installation/data-folder.ts';
import { personaCard } from '../installation/new-card.ts';
import { startServiceProcess } from '../installation/service-process.ts';
import type { AddCommand } from './command.ts';

interface DemoOptions {
  readonly pin: TargetPin;
  readonly link: LinkName;
  readonly persona: PersonaName;
  readonly face: PersonaName;
  readonly json?: boolean;
}

export const addDemo: AddCommand = (program, console) => {
  program
    .command('demo')
    .description(
      'the whole story against a fresh card and a fresh service: reserve by phone, reset at the kiosk',
    )
    .addOption(new Option('--pin <target>', 'the locked PIN').choices(['auth', 'sign']).makeOptionMandatory())
    .addOption(new Option('--link <model>', 'how the card is reached').choices(LINK_NAMES).default('instant'))
    .addOption(new Option('--persona <name>', 'who holds the card').choices(personaNames).default('hanako'))
    .addOption(new Option('--face <name>', 'who stands before the camera (sign PIN)').choices(personaNames))
    .option(
      '--json',
      'print {completed, steps: [{name, apdus, ms}], serviceRoundTrips, kioskMs} and nothing else',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ kaijo demo --pin auth                        the auth PIN is locked, the sign PIN proves the holder
  $ kaijo demo --pin sign --link nfc106          as slow as a card on a phone
  $ kaijo demo --pin sign --face taro            somebody else's face: refused, after five times restricted

It uses a folder of its own and leaves nothing behind. Exit code 1: the reset was refused.`,
    )
    .action(async (given: Omit<DemoOptions, 'face'> & { face?: PersonaName }) => {
      const options: DemoOptions = { ...given, face: given.face ?? given.persona };
      const result = await inFreshFolder((folder) => runDemo(folder, console, options));
      if (!result.completed) throw new CommandFailure(EXIT.REFUSED, sentenceOf(result));
    });
};

async function runDemo(folder: DataFolder, console: Console, options: DemoOptions): Promise<StoryResult> {
  const offset = offsetIntoOpeningHours(new Date());
  const now = (): Date => new Date(Date.now() + offset);
  if (offset > 0) {
    console.note(
      `Kiosks in Japan are closed now (${inJapan(new Date())}): the demo's clock stands at ${inJapan(now())}.`,
    );
  }
  const service = await console.working('starting a service with an embedded database', () =>
    startServiceProcess(
      { KAIJO_DATA: folder.root, PORT: '0', KAIJO_KIOSK_PORT: '0', KAIJO_CLOCK_OFFSET: String(offset) },
      'ignore',
    ),
  );
  try {
    const meter = new StepMeter(
      () => performance.now(),
      (step) => options.json || console.out(stepLine(console, step)),
    );
    const result = await tellStory(service, meter, {
      ...(await personaCard(options.persona)),
      folder,
      targetPin: options.pin,
      holder: persona(options.persona),
      link: options.link,
      now,
      takeFrames: cameraOf(options.face),
      onFaceRefused: (problem) =>
        console.note(`  ${problem.detail} (${problem.type}, tries left: ${problem.triesLeft})`),
    });
    if (options.json) console.out(JSON.stringify(jsonOf(result, meter.steps), null, 2));
    else if (result.completed) console.out(summary(console, result));
    return result;
  } finally {
    await service.stop();
  }
}

function jsonOf(
  { completed, serviceRoundTrips, kioskMs, refusal, reason }: StoryResult,
  steps: readonly StepRecord[],
) {
  return {
    completed,
    steps: steps.map(({ name, apdus, ms }) => ({ name, apdus, ms })),
    serviceRoundTrips,
    ...(kioskMs === undefined ? {} : { kioskMs }),
    ...(refusal === undefined ? {} : { problem: refusal.type }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function stepLine({ colours }: Console, { name, apdus, ms, done }: StepRecord): string {
  const counted = apdus > 0 ? `${String(apdus).padStart(3)} commands` : ' '.repeat(12);
  return `${done ? colours.green('✓') : colours.red('✗')} ${name.padEnd(58)}${counted} ${String(ms).padStart(7)} ms`;
}

function summary({ colours }: Console, { kioskMs, serviceRoundTrips }: StoryResult): string {
  const seconds = ((kioskMs ?? 0) / 1_000).toFixed(1);
  return `${colours.bold('The new PIN works: the card has proven it.')} At the kiosk: ${seconds} s, ${serviceRoundTrips} calls to the service.`;
}

function sentenceOf({ refusal, reason }: StoryResult): string {
  return refusal === undefined
    ? `the reset did not complete: ${reason}`
    : `${refusal.detail} (${refusal.type})`;
}

async function inFreshFolder<T>(work: (folder: DataFolder) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'kaijo-demo-'));
  try {
    return await work(dataFolder({ KAIJO_DATA: root }));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
