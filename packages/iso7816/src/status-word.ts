/** Status words by their meaning in ISO/IEC 7816-4, 5.6, and GlobalPlatform Card Specification 2.3, 11.1.3. */
export const SW = {
  OK: 0x9000,
  AUTHENTICATION_OF_HOST_CRYPTOGRAM_FAILED: 0x6300,
  WRONG_LENGTH: 0x6700,
  LOGICAL_CHANNEL_NOT_SUPPORTED: 0x6881,
  SECURE_MESSAGING_NOT_SUPPORTED: 0x6882,
  COMMAND_INCOMPATIBLE: 0x6981,
  SECURITY_STATUS_NOT_SATISFIED: 0x6982,
  AUTHENTICATION_METHOD_BLOCKED: 0x6983,
  REFERENCE_DATA_NOT_USABLE: 0x6984,
  CONDITIONS_NOT_SATISFIED: 0x6985,
  COMMAND_NOT_ALLOWED: 0x6986,
  SECURE_MESSAGING_DATA_MISSING: 0x6987,
  SECURE_MESSAGING_DATA_INCORRECT: 0x6988,
  WRONG_DATA: 0x6a80,
  FUNCTION_NOT_SUPPORTED: 0x6a81,
  FILE_NOT_FOUND: 0x6a82,
  INCORRECT_P1_P2: 0x6a86,
  REFERENCED_DATA_NOT_FOUND: 0x6a88,
  WRONG_P1_P2: 0x6b00,
  INS_NOT_SUPPORTED: 0x6d00,
  CLA_NOT_SUPPORTED: 0x6e00,
  NO_PRECISE_DIAGNOSIS: 0x6f00,
} as const;

/** 63Cx (ISO/IEC 7816-4, 5.6): the retry counter `x`, 0 to 15. */
export function triesLeftWord(tries: number): number {
  if (!Number.isInteger(tries) || tries < 0 || tries > 15)
    throw new RangeError(`a 63Cx word holds 0 to 15, not ${tries}`);
  return 0x63c0 | tries;
}

/** The `x` of 63Cx; `undefined` for every other status word. */
export function triesLeftOf(sw: number): number | undefined {
  return (sw & 0xfff0) === 0x63c0 ? sw & 0x0f : undefined;
}

export function formatStatusWord(sw: number): string {
  return sw.toString(16).toUpperCase().padStart(4, '0');
}
