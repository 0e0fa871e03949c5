import { Command, CommanderError } from 'commander';
import { addAudit } from './commands/audit/audit.ts';
import { addCard } from './commands/card.ts';
import { addCompletion } from './commands/completion.ts';
import { addDemo } from './commands/demo.ts';
import { addFace } from './commands/face.ts';
import { addKeys } from './commands/keys.ts';
import { addKiosk } from './commands/kiosk.ts';
import { addReader } from './commands/reader.ts';
import { addReservation } from './commands/reservation.ts';
import { addStaff } from './commands/staff.ts';
import { addStores } from './commands/stores.ts';
import { addUp } from './commands/up.ts';
import type { Console } from './console/console.ts';
import { CommandFailure, EXIT, type ExitCode } from './exit-codes.ts';

export function createProgram(console: Console): Command {
  const program = new Command('kaijo')
    .description('Kaijo 解錠: repair a locked PIN of the My Number Card by phone and kiosk')
    .version('0.1.0')
    .showSuggestionAfterError()
    .showHelpAfterError('(kaijo COMMAND --help explains a command)')
    .exitOverride()
    .addHelpText(
      'after',
      `
First steps:
  $ kaijo demo --pin auth          the whole story against a fresh card and service
  $ kaijo up                       a service that stays, with a demo card
  $ kaijo card show .kaijo/cards/hanako.card.json

Exit codes: 0 done, 1 refused, 64 wrong command line, 65 broken data, 66 no such file, 69 service or card not
reachable, 73 cannot write, 78 wrong setting. KAIJO_DATA names the data folder (default .kaijo).`,
    );
  for (const add of [
    addUp,
    addDemo,
    addCard,
    addFace,
    addKiosk,
    addReader,
    addReservation,
    addAudit,
    addKeys,
    addStaff,
    addStores,
    addCompletion,
  ])
    add(program, console);
  return program;
}

/** Runs one command line and gives its exit code; never throws. */
export async function run(args: readonly string[], console: Console): Promise<ExitCode> {
  try {
    await createProgram(console).parseAsync(args, { from: 'user' });
    return EXIT.OK;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
    if (!(error instanceof CommandFailure)) throw error;
    console.note(`${console.colours.red('kaijo:')} ${error.message}`);
    return error.exitCode;
  }
}
