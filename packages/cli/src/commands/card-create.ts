import { readFile } from 'node:fs/promises';
import { type PersonaName, persona, personaNames } from '@kaijo/personas';
import { Secret } from '@kaijo/secret';
import { CardFileError, createCardFile, type HolderPin } from '@kaijo/virtual-card';
import { type Command, Option } from 'commander';
import type { Console } from '../console/console.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { dataFolder } from '../installation/data-folder.ts';
import { makeCard, personaCard, TEST_PINS } from '../installation/new-card.ts';

interface CreateOptions {
  readonly persona: PersonaName;
  readonly portrait?: string;
  readonly out: string;
  readonly authPin: string;
  readonly signPin: string;
  readonly supportPin: string;
  readonly residentPin: string;
  readonly locked?: readonly HolderPin[];
}

const LOCKABLE = ['auth', 'sign', 'support', 'resident'] as const satisfies readonly HolderPin[];

export function addCardCreate(card: Command, console: Console): void {
  card
    .command('create')
    .description('personalise a virtual card: keys, certificates of the demo issuer, portrait, PINs')
    .addOption(new Option('--persona <name>', 'who holds it').choices(personaNames).default('hanako'))
    .option('--portrait <file>', "another photo than the persona's (JPEG or PNG)")
    .requiredOption('--out <file>', 'the card file to write (it must not exist)')
    .option('--auth-pin <pin>', 'four digits', TEST_PINS.auth)
    .option('--sign-pin <pin>', '6 to 16 of A-Z and 0-9, at least one of each', TEST_PINS.sign)
    .option('--support-pin <pin>', 'four digits', TEST_PINS.support)
    .option('--resident-pin <pin>', 'four digits', TEST_PINS.resident)
    .addOption(new Option('--locked <pin...>', 'PINs without any tries left').choices(LOCKABLE))
    .addHelpText(
      'after',
      `
Example:
  $ kaijo card create --persona yui --locked auth --out yui.card.json

The card belongs to the installation in KAIJO_DATA (default .kaijo): its issuer certifies it and its service can reset it.
PINs on a command line end up in the shell's history; the file holds them in the clear. Test cards only.`,
    )
    .action((options: CreateOptions) => console.working('making a card', () => create(options, console)));
}

async function create(options: CreateOptions, console: Console): Promise<void> {
  const { holder, portrait } = await personaCard(options.persona);
  const state = await makeCard(dataFolder(), {
    holder,
    portrait: options.portrait === undefined ? portrait : await readPortraitFile(options.portrait),
    pins: {
      auth: pinOf('auth', options.authPin),
      sign: pinOf('sign', options.signPin),
      support: pinOf('support', options.supportPin),
      resident: pinOf('resident', options.residentPin),
    },
    locked: options.locked ?? [],
    now: new Date(),
  });
  await createCardFile(options.out, state).catch((error: unknown) => {
    if (error instanceof CardFileError) throw new CommandFailure(EXIT.CANNOT_CREATE, error.message, error);
    throw error;
  });
  console.note(`${persona(options.persona).reading}: ${options.out}`);
}

async function readPortraitFile(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw new CommandFailure(EXIT.NO_INPUT, `the portrait ${path} cannot be read`, error);
  });
}

function pinOf(name: HolderPin, text: string): Secret {
  try {
    return Secret.ofAscii(text);
  } catch {
    throw new CommandFailure(EXIT.USAGE, `the ${name} PIN has characters that no PIN has`);
  }
}
