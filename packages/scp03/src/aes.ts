import { concatBytes } from '@kaijo/iso7816';
import type { Secret } from '@kaijo/secret';
import { cbc, cmac, ecb } from '@noble/ciphers/aes.js';

/** AES block length in bytes; also that of a full CMAC. */
export const BLOCK = 16;

const UNPADDED = { disablePadding: true };

/** AES-CMAC (NIST SP 800-38B), all 16 bytes, over `parts` one behind the other. */
export function aesCmac(key: Secret, ...parts: readonly Uint8Array[]): Uint8Array {
  return key.use((bytes) => cmac(concatBytes(...parts), bytes));
}

/** `plain` in whole blocks. */
export function aesCbcEncrypt(key: Secret, icv: Uint8Array, plain: Uint8Array): Uint8Array {
  return key.use((bytes) => cbc(bytes, icv, UNPADDED).encrypt(plain));
}

/** `cipher` in whole blocks. */
export function aesCbcDecrypt(key: Secret, icv: Uint8Array, cipher: Uint8Array): Uint8Array {
  return key.use((bytes) => cbc(bytes, icv, UNPADDED).decrypt(cipher));
}

/** One block, without chaining. */
export function aesEncryptBlock(key: Secret, block: Uint8Array): Uint8Array {
  return key.use((bytes) => ecb(bytes, UNPADDED).encrypt(block));
}
