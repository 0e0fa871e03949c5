import { concatBytes } from './bytes.ts';

/** A response APDU (ISO/IEC 7816-4, 5.1): data, then the status word SW1-SW2 as one number. */
export interface ResponseApdu {
  readonly data: Uint8Array;
  readonly sw: number;
}

export function encodeResponse(response: ResponseApdu): Uint8Array {
  return concatBytes(response.data, Uint8Array.of(response.sw >> 8, response.sw & 0xff));
}

/** `undefined` for fewer than two bytes: no card answered that. */
export function decodeResponse(bytes: Uint8Array): ResponseApdu | undefined {
  if (bytes.length < 2) return undefined;
  const sw = ((bytes[bytes.length - 2] as number) << 8) | (bytes[bytes.length - 1] as number);
  return { data: bytes.slice(0, -2), sw };
}
