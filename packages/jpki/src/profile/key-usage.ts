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
