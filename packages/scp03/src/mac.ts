import { type CommandApdu, isExtended, type ResponseApdu } from '@kaijo/iso7816';
import type { Secret } from '@kaijo/secret';
import { aesCmac, BLOCK } from './aes.ts';
import { macedClass } from './class-byte.ts';

/** The MAC chaining value before the first command (Amendment D v1.2, 6.2.3). */
export const FIRST_CHAINING_VALUE: Uint8Array = new Uint8Array(BLOCK);

/**
 * The full CMAC of a command (Amendment D v1.2, 6.2.4): its first 8 or 16 bytes are the C-MAC, all 16 the next MAC
 * chaining value. `command` is as it travels: secured class byte and a data field that ends in `macLength` bytes for the
 * C-MAC, whatever they hold. Le is not covered. `extended`: the form of Lc, which is covered as it travels.
 */
export function commandCmac(
  sMac: Secret,
  chainingValue: Uint8Array,
  command: CommandApdu & { readonly data: Uint8Array },
  macLength: number,
  extended: boolean = isExtended(command),
): Uint8Array {
  const { cla, ins, p1, p2, data } = command;
  const lc = extended ? [0, data.length >> 8, data.length & 0xff] : [data.length];
  const head = Uint8Array.of(macedClass(cla), ins, p1, p2, ...lc);
  return aesCmac(sMac, chainingValue, head, data.subarray(0, data.length - macLength));
}

/**
 * The R-MAC of a response (Amendment D v1.2, 6.2.5), over the chaining value that its command left.
 * `response` is as it travels (encrypted where it is) without the R-MAC.
 */
export function responseMac(
  sRmac: Secret,
  chainingValue: Uint8Array,
  response: ResponseApdu,
  macLength: number,
): Uint8Array {
  const sw = Uint8Array.of(response.sw >> 8, response.sw & 0xff);
  return aesCmac(sRmac, chainingValue, response.data, sw).slice(0, macLength);
}

/**
 * Whether a response with this status word is protected at all (Amendment D v1.2, 6.2.5): 9000 and the warnings 62xx
 * and 63xx are; every other status word is an error, which travels alone and without R-MAC.
 */
export function isProtectedStatus(sw: number): boolean {
  return sw === 0x9000 || sw >> 8 === 0x62 || sw >> 8 === 0x63;
}
