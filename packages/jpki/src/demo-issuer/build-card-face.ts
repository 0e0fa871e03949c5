import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { concatBytes, encodeTlv } from '@kaijo/iso7816';
import { CARD_FACE_TAG, CERTIFICATE_TAG } from '../card-face/layout.ts';
import { encodeCardKey } from '../card-face/public-key.ts';
import type { CardFaceFiles, CardFaceKey } from '../card-face.ts';

/** What is to stand on the card-face application of one card. */
export interface CardFaceParts {
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly sex: string;
  /** DF24: RSA key as the card writes it (`90` exponent, `91` modulus), see {@link cardKeyOf}. */
  readonly publicKey: Uint8Array;
  readonly namePng: Uint8Array;
  readonly addressPng: Uint8Array;
  /** JPEG 2000. */
  readonly portrait: Uint8Array;
  /** `YYYY-MM-DD` */
  readonly expiry: string;
  readonly securityCodePng: Uint8Array;
}

/** The demo's keys under the names that its certificates give them; a first digit that real cards do not use. */
const ROOT_KEY_ID = keyIdOf('9000023');
const SIGNER_KEY_ID = keyIdOf('9000024');

/** Seven digits, two bytes, three digits, four bytes: as the card writes it. */
function keyIdOf(number: string): Uint8Array {
  const ascii = new TextEncoder();
  return concatBytes(ascii.encode(number), Uint8Array.of(8, 5), ascii.encode('001'), new Uint8Array(4));
}

/** EF 0002 and EF 0004 of a card, the first signed by `signer`, the second saying that `root` says so. */
export function buildCardFace(
  parts: CardFaceParts,
  keys: { readonly root: KeyObject; readonly signer: KeyObject },
): CardFaceFiles {
  return { data: encodeData(parts, keys.signer), certificate: certifySigner(keys) };
}

export function cardFaceRoot(root: KeyObject): CardFaceKey {
  return { keyId: ROOT_KEY_ID, publicKey: cardKeyOf(createPublicKey(root)) };
}

/** An RSA public key as the card writes it. */
export function cardKeyOf(key: KeyObject): Uint8Array {
  const { n, e } = key.export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw new RangeError('a card key is an RSA key');
  return encodeCardKey(Buffer.from(e, 'base64url'), Buffer.from(n, 'base64url'));
}

function encodeData(parts: CardFaceParts, signer: KeyObject): Uint8Array {
  const ascii = new TextEncoder();
  const signed = [
    encodeTlv(CARD_FACE_TAG.birthDate, ascii.encode(parts.birthDate.replaceAll('-', ''))),
    encodeTlv(CARD_FACE_TAG.sex, ascii.encode(parts.sex)),
    encodeTlv(CARD_FACE_TAG.publicKey, parts.publicKey),
    encodeTlv(CARD_FACE_TAG.name, parts.namePng),
    encodeTlv(CARD_FACE_TAG.address, parts.addressPng),
    encodeTlv(CARD_FACE_TAG.portrait, parts.portrait),
  ];
  const objects = [
    ...signed,
    encodeTlv(CARD_FACE_TAG.signature, sign('sha256', concatBytes(...signed), signer)),
    encodeTlv(CARD_FACE_TAG.expiry, ascii.encode(parts.expiry.replaceAll('-', ''))),
    encodeTlv(CARD_FACE_TAG.securityCode, parts.securityCodePng),
  ];
  return encodeWithOffsets(objects);
}

/**
 * The offsets count from the first byte of the file, and the file's header grows with its length: an empty table of
 * the same size shows how long the header will be.
 */
function encodeWithOffsets(objects: readonly Uint8Array[]): Uint8Array {
  const blank = encodeTlv(CARD_FACE_TAG.offsets, new Uint8Array(2 * objects.length));
  const content = concatBytes(blank, ...objects);
  const headerLength = encodeTlv(CARD_FACE_TAG.cardFace, content).length - content.length;
  const table = new DataView(new ArrayBuffer(2 * objects.length));
  let offset = headerLength + blank.length;
  for (const [i, object] of objects.entries()) {
    if (offset > 0xffff) throw new RangeError('a card face has at most 64 KiB');
    table.setUint16(2 * i, offset);
    offset += object.length;
  }
  const offsets = encodeTlv(CARD_FACE_TAG.offsets, new Uint8Array(table.buffer));
  return encodeTlv(CARD_FACE_TAG.cardFace, concatBytes(offsets, ...objects));
}

function certifySigner({
  root,
  signer,
}: {
  readonly root: KeyObject;
  readonly signer: KeyObject;
}): Uint8Array {
  const body = concatBytes(ROOT_KEY_ID, SIGNER_KEY_ID, cardKeyOf(createPublicKey(signer)));
  return encodeTlv(
    CERTIFICATE_TAG.certificate,
    concatBytes(
      encodeTlv(CERTIFICATE_TAG.body, body),
      encodeTlv(CERTIFICATE_TAG.signature, sign('sha256', body, root)),
    ),
  );
}
