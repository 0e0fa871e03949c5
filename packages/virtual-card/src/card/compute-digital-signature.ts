import { constants, type KeyObject, privateEncrypt } from 'node:crypto';
import { type CommandApdu, type ResponseApdu, SW } from '@kaijo/iso7816';
import { type Card, status } from './card.ts';

const P1 = 0x00;
const P2_KEY_OF_SELECTED_FILE = 0x80;
/** RSA-2048. */
const SIGNATURE_LENGTH = 256;
/** Type 1 padding takes at least 11 bytes (RFC 8017, 9.2). */
const DIGEST_INFO_LENGTH_MAX = SIGNATURE_LENGTH - 11;

/**
 * COMPUTE DIGITAL SIGNATURE (card.md): PKCS#1 type 1 padding around the DigestInfo as it was given. The card does not
 * look into it, so the client chooses the hash.
 */
export function computeDigitalSignature(card: Card, command: CommandApdu): ResponseApdu {
  if (command.p1 !== P1 || command.p2 !== P2_KEY_OF_SELECTED_FILE) return status(SW.INCORRECT_P1_P2);
  if (command.data === undefined || command.le === undefined || command.le < SIGNATURE_LENGTH)
    return status(SW.WRONG_LENGTH);
  const { file } = card.cycle;
  if (file === undefined) return status(SW.COMMAND_NOT_ALLOWED);
  if (file.kind !== 'key') return status(SW.COMMAND_INCOMPATIBLE);
  if (!card.cycle.verified.has(file.pin)) return status(SW.SECURITY_STATUS_NOT_SATISFIED);
  if (command.data.length > DIGEST_INFO_LENGTH_MAX) return status(SW.WRONG_LENGTH);
  const key = card.body.keys[file.key];
  if (key === undefined) return status(SW.REFERENCED_DATA_NOT_FOUND);
  return { data: sign(key, command.data), sw: SW.OK };
}

function sign(key: KeyObject, digestInfo: Uint8Array): Uint8Array {
  return Uint8Array.from(privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo));
}
