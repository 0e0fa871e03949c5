/**
 * Data objects of the card-face application's files (card.md, "Applications and files").
 * The offsets in DF21 count from the first byte of the file; nothing signs them, so nothing is found by them.
 */
export const CARD_FACE_TAG = {
  cardFace: 0xff20,
  offsets: 0xdf21,
  birthDate: 0xdf22,
  sex: 0xdf23,
  publicKey: 0xdf24,
  name: 0xdf25,
  address: 0xdf26,
  portrait: 0xdf27,
  signature: 0xdf28,
  expiry: 0xdf29,
  securityCode: 0xdf2a,
} as const;

/** DF22 … DF27: what the issuer's signature covers, as the bytes stand. */
export const SIGNED_TAGS: readonly number[] = [
  CARD_FACE_TAG.birthDate,
  CARD_FACE_TAG.sex,
  CARD_FACE_TAG.publicKey,
  CARD_FACE_TAG.name,
  CARD_FACE_TAG.address,
  CARD_FACE_TAG.portrait,
];

/** Every object of EF 0002 in its order; none may be absent, added, repeated or moved. */
export const CARD_FACE_ORDER: readonly number[] = [
  CARD_FACE_TAG.offsets,
  ...SIGNED_TAGS,
  CARD_FACE_TAG.signature,
  CARD_FACE_TAG.expiry,
  CARD_FACE_TAG.securityCode,
];

/** The card-verifiable certificate of EF 0004. */
export const CERTIFICATE_TAG = {
  certificate: 0x7f21,
  body: 0x5f4e,
  signature: 0x5f37,
  exponent: 0x90,
  modulus: 0x91,
} as const;

/** Names a key: seven digits, two bytes, three digits, four bytes; compared as a whole. */
export const KEY_ID_BYTES = 16;
