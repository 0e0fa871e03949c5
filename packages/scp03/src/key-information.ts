import type { Mode } from './mode.ts';

/**
 * The key information of an INITIALIZE UPDATE response (Amendment D v1.2, table 7-3), three bytes:
 * key version number, '03', and the parameter "i" (table 5-1), here by the meaning of its bits.
 */
export interface KeyInformation {
  readonly keyVersion: number;
  /** The parameter "i" as it stands, `0x70` or `0x71` for everything this package's card side offers. */
  readonly i: number;
  /** b1 */
  readonly mode: Mode;
  /** b5: the challenge can be recomputed from the sequence counter, which the response then carries. */
  readonly pseudoRandomChallenge: boolean;
  /** b6 */
  readonly rMac: boolean;
  /** b7, which is allowed beside b6 only */
  readonly rEncryption: boolean;
}

const SCP03 = 0x03;
const RFU = 0x8e;

/** `undefined` for anything but three bytes that name SCP03 with a defined "i". */
export function parseKeyInformation(bytes: Uint8Array): KeyInformation | undefined {
  if (bytes.length !== 3) return undefined;
  const [keyVersion, protocol, i] = bytes as unknown as [number, number, number];
  const rMac = (i & 0x20) !== 0;
  const rEncryption = (i & 0x40) !== 0;
  if (protocol !== SCP03 || (i & RFU) !== 0 || (rEncryption && !rMac)) return undefined;
  const mode = (i & 0x01) === 0 ? 'S8' : 'S16';
  return { keyVersion, i, mode, pseudoRandomChallenge: (i & 0x10) !== 0, rMac, rEncryption };
}

/** Key information of a card with pseudo-random challenge, R-MAC and R-ENCRYPTION: "i" is 70 (S8) or 71 (S16). */
export function encodeKeyInformation(keyVersion: number, mode: Mode): Uint8Array {
  return Uint8Array.of(keyVersion, SCP03, mode === 'S8' ? 0x70 : 0x71);
}
