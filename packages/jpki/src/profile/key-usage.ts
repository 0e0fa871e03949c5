import { readDer } from '../der/der-value.ts';
import { TAG } from '../der/tag.ts';

/**
 * Key usages of the profile, each as the whole DER of its BIT STRING: a named bit list has one encoding only
 * (X.690, 11.2.2), so comparing bytes accepts neither a bit more nor another spelling of the same bits.
 */
export const KEY_USAGE = {
  /** digitalSignature, nonRepudiation */
  sign: Uint8Array.of(0x03, 0x02, 0x06, 0xc0),
  /** digitalSignature */
  auth: Uint8Array.of(0x03, 0x02, 0x07, 0x80),
  /** keyCertSign, cRLSign */
  authority: Uint8Array.of(0x03, 0x02, 0x01, 0x06),
} as const;

/** keyCertSign (5) and cRLSign (6), counted from the first bit (RFC 5280, 4.2.1.3). */
const SIGNS_FOR_OTHERS = 0x06;

/** Does the usage let the key sign certificates or lists? `undefined` when the value is not of its shape. */
export function signsForOthers(value: Uint8Array): boolean | undefined {
  const bits = readDer(value, TAG.bitString)?.content[1];
  return bits === undefined ? undefined : (bits & SIGNS_FOR_OTHERS) !== 0;
}
