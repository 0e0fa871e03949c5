import { attachToPcscd, LINK_MODELS, LINK_NAMES, type LinkName, overLink } from '@kaijo/virtual-card';
import { type Command, Option } from 'commander';
import type { Console } from '../console/console.ts';
import { withCardFile } from './card-file.ts';

export function addCardAttach(card: Command, console: Console): void {
  card
    .command('attach')
    .description(
      'lay a card on the virtual reader of pcscd, so that any PC/SC program can use it; ends with Ctrl-C',
    )
    .argument('<file>', 'the card file')
    .option('--port <port>', 'port of vpcd', (text) => Number.parseInt(text, 10), 35_963)
    .addOption(
      new Option('--reselect <mode>', 'PIN state when the application is selected again')
        .choices(['clear', 'keep'])
        .default('clear'),
    )
    .addOption(
      new Option('--link <model>', 'answer as late as this link would')
        .choices(LINK_NAMES)
        .default('instant'),
    )
    .addHelpText(
      'after',
      `
Needs pcscd with the reader vpcd (Debian: pcscd, vsmartcard-vpcd). Then, in another terminal:
  $ opensc-tool -n
  $ pkcs15-tool --dump`,
    )
    .action(async (file: string, options: { port: number; reselect: 'clear' | 'keep'; link: LinkName }) => {
      await withCardFile(file, { reselect: options.reselect }, async (device) => {
        const linked = overLink(device, { model: LINK_MODELS[options.link], wait: milliseconds });
        const attachment = attachToPcscd(linked, {
          port: options.port,
          onChange: (attached) =>
            console.note(attached ? 'the card lies on the reader' : 'waiting for pcscd …'),
        });
        if (!attachment.attached) console.note(`waiting for pcscd on port ${options.port} …`);
        await interrupted();
        await attachment.detach();
      });
    });
}

function milliseconds(duration: number): Promise<void> | void {
  if (duration <= 0) return;
  return new Promise((resolve) => setTimeout(resolve, duration));
}

/** Resolves at Ctrl-C or SIGTERM, so that the card is put away before the process ends. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
