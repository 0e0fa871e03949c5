import { concatBytes, equalBytes, readTlv, readTlvList, TlvError, type TlvObject } from '@kaijo/iso7816';
import {
  CARD_FACE_ORDER,
  CARD_FACE_TAG,
  CERTIFICATE_TAG,
  KEY_ID_BYTES,
  SIGNED_TAGS,
} from './card-face/layout.ts';
import { readCardKey, type VerificationKey } from './card-face/public-key.ts';
import { isCalendarDate } from './profile/calendar-date.ts';

export { CARD_FACE_TAG } from './card-face/layout.ts';

/** The two files of the card-face application that are read for a face check, as the card gave them. */
export interface CardFaceFiles {
  /** EF 0002, card-face data. */
  readonly data: Uint8Array;
  /** EF 0004, the intermediate certificate. */
  readonly certificate: Uint8Array;
}

/** A configured root of the card faces; never taken from a card. */
export interface CardFaceKey {
  /** 16 bytes, as the certificate of EF 0004 names its issuer. */
  readonly keyId: Uint8Array;
  /** RSA-2048 as the card writes it: `90` exponent, `91` modulus. */
  readonly publicKey: Uint8Array;
}

/** What the issuer signed, and apart from it what it did not. Personal data: in memory only, never stored (R38). */
export interface CardFace {
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  /** The digit that the card shows: 1 male, 2 female, 3 neither given. */
  readonly sex: string;
  /** DF24 as it stands. */
  readonly publicKey: Uint8Array;
  readonly namePng: Uint8Array;
  readonly addressPng: Uint8Array;
  /** JPEG 2000. */
  readonly portrait: Uint8Array;
  /** Real cards do not sign these either: nothing may be decided on them. */
  readonly unsigned: {
    /** `YYYYMMDD` */
    readonly expiry: string;
    readonly securityCodePng: Uint8Array;
  };
}

export type CardFaceDefect =
  | 'malformed'
  /** EF 0004 names a key that is not configured. */
  | 'untrusted-issuer'
  | 'weak-key'
  | 'bad-certificate-signature'
  | 'bad-signature';

export type CardFaceVerification =
  | { readonly kind: 'genuine'; readonly face: CardFace }
  | { readonly kind: 'refused'; readonly reason: CardFaceDefect };

/**
 * Did the issuer sign this card face? EF 0004's signature under a configured key first, then DF28 under EF 0004's key
 * over the bytes of DF22 … DF27 as they stand; only then are the contents given out (card.md, "Applications and
 * files"). No image is decoded here.
 *
 * Runs in browsers too (WebCrypto). Never throws, whatever the bytes.
 */
export async function verifyCardFace(
  files: CardFaceFiles,
  issuerKeys: readonly CardFaceKey[],
): Promise<CardFaceVerification> {
  const certificate = readCertificate(files.certificate);
  const data = readCardFaceData(files.data);
  if (certificate === undefined || data === undefined) return refused('malformed');

  const issuer = issuerKeys.find((key) => equalBytes(key.keyId, certificate.issuerKeyId));
  if (issuer === undefined) return refused('untrusted-issuer');
  const issuerKey = await readCardKey(issuer.publicKey);
  if (typeof issuerKey === 'string') return refused('untrusted-issuer');
  if (!(await isSigned(issuerKey, certificate.body, certificate.signature)))
    return refused('bad-certificate-signature');

  const signerKey = await readCardKey(certificate.publicKey);
  if (signerKey === 'weak') return refused('weak-key');
  if (signerKey === 'malformed') return refused('malformed');
  const signed = concatBytes(...SIGNED_TAGS.map((tag) => objectOf(data, tag).raw));
  if (!(await isSigned(signerKey, signed, contentOf(data, CARD_FACE_TAG.signature))))
    return refused('bad-signature');

  const face = decodeCardFace(data);
  return face === undefined ? refused('malformed') : { kind: 'genuine', face };
}

interface CardVerifiableCertificate {
  readonly issuerKeyId: Uint8Array;
  readonly publicKey: Uint8Array;
  /** What is signed: the value of 5F4E. */
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

function readCertificate(bytes: Uint8Array): CardVerifiableCertificate | undefined {
  const objects = readTemplate(bytes, CERTIFICATE_TAG.certificate);
  const [body, signature, ...rest] = objects ?? [];
  if (body?.tag !== CERTIFICATE_TAG.body || signature?.tag !== CERTIFICATE_TAG.signature || rest.length)
    return undefined;
  return {
    issuerKeyId: body.value.slice(0, KEY_ID_BYTES),
    publicKey: body.value.slice(2 * KEY_ID_BYTES),
    body: body.value,
    signature: signature.value,
  };
}

type CardFaceObjects = ReadonlyMap<number, TlvObject>;

function readCardFaceData(bytes: Uint8Array): CardFaceObjects | undefined {
  const objects = readTemplate(bytes, CARD_FACE_TAG.cardFace);
  const isInOrder =
    objects?.length === CARD_FACE_ORDER.length && objects.every(({ tag }, i) => tag === CARD_FACE_ORDER[i]);
  return isInOrder ? new Map(objects.map((object) => [object.tag, object])) : undefined;
}

/** The objects inside of one template that fills `bytes` to the last byte. */
function readTemplate(bytes: Uint8Array, tag: number): TlvObject[] | undefined {
  try {
    const template = readTlv(bytes);
    if (template.tag !== tag || template.raw.length !== bytes.length) return undefined;
    return readTlvList(template.value);
  } catch (error) {
    if (error instanceof TlvError) return undefined;
    throw error;
  }
}

function isSigned(key: VerificationKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, Uint8Array.from(signature), Uint8Array.from(message));
}

function decodeCardFace(data: CardFaceObjects): CardFace | undefined {
  const birthDate = digitsToDate(ascii(contentOf(data, CARD_FACE_TAG.birthDate)));
  const expiry = ascii(contentOf(data, CARD_FACE_TAG.expiry));
  if (birthDate === undefined) return undefined;
  return {
    birthDate,
    sex: ascii(contentOf(data, CARD_FACE_TAG.sex)),
    publicKey: contentOf(data, CARD_FACE_TAG.publicKey),
    namePng: contentOf(data, CARD_FACE_TAG.name),
    addressPng: contentOf(data, CARD_FACE_TAG.address),
    portrait: contentOf(data, CARD_FACE_TAG.portrait),
    unsigned: { expiry, securityCodePng: contentOf(data, CARD_FACE_TAG.securityCode) },
  };
}

function digitsToDate(digits: string): string | undefined {
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return isCalendarDate(date) ? date : undefined;
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 16));
}

function objectOf(data: CardFaceObjects, tag: number): TlvObject {
  const object = data.get(tag);
  if (object === undefined) throw new Error(`no object ${tag.toString(16)} behind a check of all tags`);
  return object;
}

function contentOf(data: CardFaceObjects, tag: number): Uint8Array {
  return objectOf(data, tag).value;
}

function refused(reason: CardFaceDefect): CardFaceVerification {
  return { kind: 'refused', reason };
}
