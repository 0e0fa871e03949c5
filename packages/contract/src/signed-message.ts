import { concatBytes } from '@kaijo/iso7816';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64Url } from './base64url.ts';
import type { CardFace } from './phone.ts';
import type { TargetPin } from './pin.ts';

/**
 * What the card signs. Every field after the label stands behind its length (2 bytes, big-endian), so that no two
 * messages share their bytes (protocol.md). The card signs SHA-256 of the message, RSASSA-PKCS1-v1_5.
 */
function signedMessage(label: string, ...fields: readonly Uint8Array[]): Uint8Array {
  return concatBytes(ascii(label), ...fields.map(withLength));
}

/** "kaijo/phone/1" ‖ nonce ‖ targetPin ‖ SHA-256(card face), the empty string where there is none. */
export function phoneMessage(of: {
  nonce: Uint8Array;
  targetPin: TargetPin;
  cardFaceDigest?: Uint8Array;
}): Uint8Array {
  const digest = of.cardFaceDigest ?? sha256(new Uint8Array());
  return signedMessage('kaijo/phone/1', of.nonce, ascii(of.targetPin), digest);
}

/** "kaijo/kiosk/1" ‖ nonce ‖ session ‖ targetPin (R29). */
export function kioskMessage(of: { nonce: Uint8Array; session: string; targetPin: TargetPin }): Uint8Array {
  return signedMessage('kaijo/kiosk/1', of.nonce, ascii(of.session), ascii(of.targetPin));
}

/** "kaijo/done/1" ‖ nonce ‖ session (R31). */
export function doneMessage(of: { nonce: Uint8Array; session: string }): Uint8Array {
  return signedMessage('kaijo/done/1', of.nonce, ascii(of.session));
}

/** "kaijo/counter/1" ‖ nonce ‖ session ‖ pin: at the counter the key behind the new PIN proves it (R31, R34). */
export function counterMessage(of: { nonce: Uint8Array; session: string; pin: TargetPin }): Uint8Array {
  return signedMessage('kaijo/counter/1', of.nonce, ascii(of.session), ascii(of.pin));
}

/** SHA-256 over EF 0002 and EF 0004, each behind its length. `undefined` when a member is no base64url. */
export function cardFaceDigest(cardFace: CardFace): Uint8Array | undefined {
  const data = fromBase64Url(cardFace.data);
  const certificate = fromBase64Url(cardFace.certificate);
  if (data === undefined || certificate === undefined) return undefined;
  return sha256(concatBytes(withLength(data), withLength(certificate)));
}

function withLength(field: Uint8Array): Uint8Array {
  if (field.length > 0xffff) throw new RangeError('a signed field has at most 65,535 bytes');
  return concatBytes(Uint8Array.of(field.length >> 8, field.length & 0xff), field);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
