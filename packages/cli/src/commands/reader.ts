import { CommandFailure, EXIT, type ExitCode } from '../exit-codes.ts';
import { runKioskProgram } from '../installation/kiosk-process.ts';
import type { AddCommand } from './command.ts';

export const addReader: AddCommand = (program) => {
  program
    .command('reader')
    .description('counter: give the counter’s page the card reader of this computer, until Ctrl-C')
    .requiredOption(
      '--service <url>',
      'where the counter’s page is, e.g. https://kaijo.example: no other page may',
    )
    .addHelpText(
      'after',
      `
Serves port 7414 of this machine alone; the card is the page's while it is connected, and nobody else's.
Settings (environment):
  KAIJO_KIOSK_READER          pcsc (default), or desk:http://… of "kaijo up"`,
    )
    .action(async ({ service }: { service: string }) => {
      const code = await runKioskProgram(['reader', '--service', service]);
      if (code !== EXIT.OK) throw new CommandFailure(code as ExitCode, `the reader ended with ${code}`);
    });
};
