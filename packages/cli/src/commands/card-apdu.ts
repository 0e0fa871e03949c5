import { decodeResponse, formatStatusWord, fromHex, toHex } from '@kaijo/iso7816';
import type { Command } from 'commander';
import type { Console } from '../console/console.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { withCardFile } from './card-file.ts';

export function addCardApdu(card: Command, console: Console): void {
  card
    .command('apdu')
    .description('send commands to a card, in one power cycle, and print its answers')
    .argument('<file>', 'the card file')
    .argument('<hex...>', 'command APDUs in hex')
    .option(
      '--reselect <mode>',
      'clear or keep the PIN state when the same application is selected again',
      'clear',
    )
    .addHelpText(
      'after',
      `
Examples:
  ask the tries left of the auth PIN (spends none):
  $ kaijo card apdu hanako.card.json 00A4040C0AD392F000260100000001 00A4020C020018 00200080

A VERIFY with a PIN shows that PIN in your shell's history: use a test card.`,
    )
    .action(async (file: string, commands: string[], options: { reselect: string }) => {
      const apdus = commands.map(parseHex);
      const reselect = options.reselect === 'keep' ? 'keep' : 'clear';
      await withCardFile(file, { reselect }, async (virtualCard) => {
        await virtualCard.powerOn();
        for (const apdu of apdus) {
          const answer = decodeResponse(await virtualCard.exchange(apdu));
          if (answer === undefined)
            throw new CommandFailure(EXIT.UNAVAILABLE, 'the card gave no status word');
          const { colours } = console;
          const word = formatStatusWord(answer.sw);
          console.out(
            [toHex(answer.data), answer.sw === 0x9000 ? colours.green(word) : colours.yellow(word)]
              .join(' ')
              .trimStart(),
          );
        }
      });
    });
}

function parseHex(text: string): Uint8Array {
  try {
    return fromHex(text);
  } catch {
    throw new CommandFailure(
      EXIT.USAGE,
      `not a command in hex: ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`,
    );
  }
}
