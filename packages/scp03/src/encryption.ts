import type { Secret } from '@kaijo/secret';
import { aesCbcDecrypt, aesCbcEncrypt, aesEncryptBlock, BLOCK } from './aes.ts';
import { pad, unpad } from './padding.ts';

/** Whose data field: the counter block of a response has '80' as its first byte (Amendment D v1.2, 6.2.7). */
export type Direction = 'command' | 'response';

/**
 * Encrypts a data field under S-ENC (Amendment D v1.2, 6.2.6 and 6.2.7). An empty one stays empty.
 * `counter`: 1 for the first command after EXTERNAL AUTHENTICATE, one more for each command, with or without data.
 */
export function encryptData(
  sEnc: Secret,
  direction: Direction,
  counter: number,
  plain: Uint8Array,
): Uint8Array {
  if (plain.length === 0) return plain;
  return aesCbcEncrypt(sEnc, icvOf(sEnc, direction, counter), pad(plain));
}

/** The reverse of {@link encryptData}; `undefined` for what is not whole blocks or not padded. */
export function decryptData(
  sEnc: Secret,
  direction: Direction,
  counter: number,
  cipher: Uint8Array,
): Uint8Array | undefined {
  if (cipher.length === 0) return cipher;
  if (cipher.length % BLOCK !== 0) return undefined;
  return unpad(aesCbcDecrypt(sEnc, icvOf(sEnc, direction, counter), cipher));
}

function icvOf(sEnc: Secret, direction: Direction, counter: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  new DataView(block.buffer).setBigUint64(8, BigInt(counter));
  if (direction === 'response') block[0] = 0x80;
  return aesEncryptBlock(sEnc, block);
}
