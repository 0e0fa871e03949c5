import { concatBytes } from '@kaijo/iso7816';
import type { Secret } from '@kaijo/secret';
import { aesCmac, BLOCK } from './aes.ts';

/** Data derivation constants (Amendment D v1.2, table 4-1). */
export const DERIVATION = {
  CARD_CRYPTOGRAM: 0x00,
  HOST_CRYPTOGRAM: 0x01,
  CARD_CHALLENGE: 0x02,
  S_ENC: 0x04,
  S_MAC: 0x06,
  S_RMAC: 0x07,
} as const;

export type DerivationConstant = (typeof DERIVATION)[keyof typeof DERIVATION];

/**
 * `length` bytes derived from `key` (Amendment D v1.2, 4.1.5): NIST SP 800-108 in counter mode with AES-CMAC over
 * label (11 bytes '00', constant) ‖ '00' ‖ length in bits (2 bytes) ‖ counter (1 byte) ‖ context.
 */
export function deriveData(
  key: Secret,
  constant: DerivationConstant,
  length: number,
  context: Uint8Array,
): Uint8Array {
  const bits = length * 8;
  const head = new Uint8Array(BLOCK);
  head[11] = constant;
  head[13] = bits >> 8;
  head[14] = bits & 0xff;
  const blocks: Uint8Array[] = [];
  for (let counter = 1; blocks.length * BLOCK < length; counter++) {
    head[15] = counter;
    blocks.push(aesCmac(key, head, context));
  }
  const derived = concatBytes(...blocks);
  const out = derived.slice(0, length);
  for (const part of [derived, ...blocks]) part.fill(0);
  return out;
}
