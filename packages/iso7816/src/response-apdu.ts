import { concatBytes, copyOf } from './bytes.ts';

/** A response APDU (ISO/IEC 7816-4, 5.1): data, then the status word SW1-SW2 as one number. */
export interface ResponseApdu {
  readonly data: Uint8Array;
  readonly sw: number;
}

/** @throws RangeError for a status word that is not one of two bytes */
export function encodeResponse(response: ResponseApdu): Uint8Array {
  if (!Number.isInteger(response.sw) || response.sw < 0 || response.sw > 0xffff)
    throw new RangeError(`not a status word: ${response.sw}`);
  return concatBytes(response.data, Uint8Array.of(response.sw >> 8, response.sw & 0xff));
}

/** `undefined` for fewer than two bytes: no card answered that. */
export function decodeResponse(bytes: Uint8Array): ResponseApdu | undefined {
  if (bytes.length < 2) return undefined;
  const sw = ((bytes[bytes.length - 2] as number) << 8) | (bytes[bytes.length - 1] as number);
  return { data: copyOf(bytes, 0, bytes.length - 2), sw };
}
