/** Identifier octets of ASN.1's universal types in DER (X.690, 8.1.2), and of the context tags around them. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The bit of an identifier octet that says: other values stand inside. */
export const CONSTRUCTED = 0x20;

/** `[n]` around a primitive value: IMPLICIT. */
export const contextPrimitive = (n: number): number => 0x80 | n;

/** `[n]` around other values: EXPLICIT, or IMPLICIT for a constructed type. */
export const contextConstructed = (n: number): number => 0xa0 | n;
