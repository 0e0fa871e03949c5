import { connectInProcess, toHex } from '@kaijo/iso7816';
import { parseCertificate } from '@kaijo/jpki/certificate';
import { type CardPin, MyNumberCard, type PinState, type Selection } from '@kaijo/mynacard';
import type { VirtualCard } from '@kaijo/virtual-card';
import type { Command } from 'commander';
import type { Console } from '../console/console.ts';
import { inJapan } from '../console/japan-time.ts';
import { table } from '../console/table.ts';
import { withCardFile } from './card-file.ts';

interface CardSummary {
  readonly token: string;
  /** Absent on a card that was issued without one (R41). */
  readonly authCertificate?: { readonly serial: string; readonly validUntil: string };
  readonly pins: { readonly name: string; readonly tries: number | string }[];
}

export function addCardShow(card: Command, console: Console): void {
  card
    .command('show')
    .description(
      'what a card tells without a PIN: applications, tries left, the auth certificate (spends no try)',
    )
    .argument('<file>', 'the card file')
    .option('--json', 'as JSON')
    .action(async (file: string, options: { json?: boolean }) => {
      const summary = await withCardFile(file, {}, summarise);
      if (options.json) console.out(JSON.stringify(summary, null, 2));
      else print(console, summary);
    });
}

async function summarise(device: VirtualCard): Promise<CardSummary> {
  const channel = await connectInProcess(device);
  const card = new MyNumberCard(channel);
  const jpki = await card.selectJpki();
  if (jpki.kind !== 'selected') throw new Error('a virtual card has the JPKI application');
  const authCertificate = describeCertificate(await jpki.session.readAuthCertificate());
  const token = await jpki.session.readToken();
  const auth = await triesOf('auth', jpki.session.authPin);
  const sign = await triesOf('sign', jpki.session.signPin);
  const support = await triesOfOther('support', await card.selectInputSupport());
  const resident = await triesOfOther('resident', await card.selectResident());
  return {
    token: token.kind,
    ...(authCertificate && { authCertificate }),
    pins: [auth, sign, ...support, ...resident],
  };
}

/** Asked at once: selecting the next application ends this one's session. Nothing where the card has no such application. */
async function triesOfOther(
  name: string,
  selection: Selection<{ readonly pin: Pick<CardPin<unknown>, 'askTriesLeft'> }>,
): Promise<CardSummary['pins']> {
  return selection.kind === 'selected' ? [await triesOf(name, selection.session.pin)] : [];
}

function describeCertificate(der: Uint8Array | undefined): CardSummary['authCertificate'] {
  const certificate = der && parseCertificate(der);
  return (
    certificate && {
      serial: toHex(certificate.serial),
      validUntil: certificate.notAfter.toISOString(),
    }
  );
}

async function triesOf(
  name: string,
  pin: Pick<CardPin<unknown>, 'askTriesLeft'>,
): Promise<{ name: string; tries: number | string }> {
  return { name, tries: describeTries(await pin.askTriesLeft()) };
}

function describeTries(state: PinState): number | string {
  switch (state.kind) {
    case 'tries':
      return state.left;
    case 'no-tries-left':
      return 'no tries left (locked, or initialised and not set)';
    case 'verified':
      return 'verified';
    case 'absent':
      return 'none on this card';
  }
}

function print(console: Console, { token, authCertificate, pins }: CardSummary): void {
  const rows = [
    ['token', token],
    ['auth certificate', authCertificate?.serial ?? 'none'],
    ...(authCertificate ? [['valid until', inJapan(authCertificate.validUntil)]] : []),
    ...pins.map(({ name, tries }) => [
      `${name} PIN`,
      typeof tries === 'number' ? `${tries} tries left` : tries,
    ]),
  ];
  for (const line of table(rows)) console.out(line);
}
