import { decodeCommand, encodeResponse, SW } from '@kaijo/iso7816';
import type { SelectedApplication } from './selected-application.ts';

export type RelayOutcome =
  /** All answered 9000. The answers are as the card gave them, status word included. */
  | { readonly kind: 'relayed'; readonly responses: readonly Uint8Array[] }
  /** The last answer is the first that is not 9000; what came after its command was not sent. */
  | { readonly kind: 'stopped'; readonly responses: readonly Uint8Array[] }
  /** Nothing was sent: the command at `index` is not one of the issuer's. */
  | { readonly kind: 'not-relayed'; readonly index: number };

/**
 * Carries the issuer's commands to the card as they stand, in order, to the first that is not answered with 9000
 * (card.md, Reset). Whoever writes these commands is trusted with the reset, not with the holder's PINs and keys
 * (protocol.md, Trust): only a channel's opening and commands under its secure messaging pass, never a VERIFY that would
 * spend tries or a signature that the holder did not ask for.
 * @throws CardGoneError @throws CardProtocolError
 */
export async function relay(
  application: SelectedApplication,
  commands: readonly Uint8Array[],
): Promise<RelayOutcome> {
  const foreign = commands.findIndex((command) => !isIssuerCommand(command));
  if (foreign !== -1) return { kind: 'not-relayed', index: foreign };
  return application.run(async () => {
    application.forgetCurrentFile();
    const responses: Uint8Array[] = [];
    for (const command of commands) {
      const answer = await application.link.transmit(command);
      responses.push(encodeResponse(answer));
      if (answer.sw !== SW.OK) return { kind: 'stopped', responses };
    }
    return { kind: 'relayed', responses };
  });
}

/** GlobalPlatform Card Specification 2.3: class byte (11.1.4) and INITIALIZE UPDATE (Amendment D, 7.1.1). */
const PROPRIETARY_CLASS = 0x80;
const SECURE_MESSAGING = 0x0c;
const INITIALIZE_UPDATE = 0x50;

function isIssuerCommand(command: Uint8Array): boolean {
  const decoded = decodeCommand(command);
  if (decoded === undefined || (decoded.cla & PROPRIETARY_CLASS) === 0) return false;
  return (decoded.cla & SECURE_MESSAGING) !== 0 || decoded.ins === INITIALIZE_UPDATE;
}
