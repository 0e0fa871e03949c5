import type { KeyObject } from 'node:crypto';
import { encodeTlv } from '@kaijo/iso7816';
import { cardKeyOf, type DemoIssuer } from '@kaijo/jpki';
import { birthDigits, type Holder, sexCode } from './holder.ts';
import { chipPortrait } from './portrait.ts';
import { type TextLayout, textImage } from './text-image.ts';
import { template } from './tlv-template.ts';

const TAG = {
  birth: 0xff10,
  birthDate: 0xdf11,
  birthPublicKey: 0xdf12,
  number: 0xff40,
  numberImage: 0xdf41,
  numberPublicKey: 0xdf42,
} as const;

const NAME: TextLayout = { fontSize: 32, width: 480, lines: 2 };
const ADDRESS: TextLayout = { fontSize: 28, width: 480, lines: 4 };
const SECURITY_CODE: TextLayout = { fontSize: 28, width: 96, lines: 1 };
const INDIVIDUAL_NUMBER: TextLayout = { fontSize: 28, width: 264, lines: 1 };

/** What is drawn and encoded for the card face; needs no key, so that it is made while the keys are. */
export interface FaceImages {
  readonly portrait: Uint8Array;
  readonly name: Uint8Array;
  readonly address: Uint8Array;
  readonly securityCode: Uint8Array;
  readonly individualNumber: Uint8Array;
}

/** @throws PersonalisationError */
export async function faceImages(
  holder: Holder,
  portraitJpeg: Uint8Array,
  individualNumber: string,
): Promise<FaceImages> {
  return {
    portrait: await chipPortrait(portraitJpeg),
    name: await textImage(holder.name, NAME),
    address: await textImage(holder.address, ADDRESS),
    securityCode: await textImage(holder.securityCode, SECURITY_CODE),
    individualNumber: await textImage(individualNumber, INDIVIDUAL_NUMBER),
  };
}

/** The files of the card-face application. */
export interface FaceFiles {
  readonly birth: Uint8Array;
  readonly data: Uint8Array;
  readonly intermediateCertificate: Uint8Array;
  readonly numberImage: Uint8Array;
}

export interface FaceRequest {
  readonly holder: Holder;
  readonly images: FaceImages;
  /** The application's own key (DF24), with which real cards prove that they are no copy; nothing here asks for that. */
  readonly publicKey: KeyObject;
  readonly issuer: DemoIssuer;
}

/** EF 0002 and 0004 are the issuer's; EF 0001 and 0005 carry no signature, as nothing in Kaijo reads them. */
export function faceFiles({ holder, images, issuer, ...request }: FaceRequest): FaceFiles {
  const publicKey = cardKeyOf(request.publicKey);
  const face = issuer.buildCardFace({
    birthDate: holder.birthDate,
    sex: String(sexCode(holder)),
    publicKey,
    namePng: images.name,
    addressPng: images.address,
    portrait: images.portrait,
    expiry: holder.cardExpiry,
    securityCodePng: images.securityCode,
  });
  const birthDate = new TextEncoder().encode(birthDigits(holder));
  return {
    data: face.data,
    intermediateCertificate: face.certificate,
    birth: template(TAG.birth, encodeTlv(TAG.birthDate, birthDate), encodeTlv(TAG.birthPublicKey, publicKey)),
    numberImage: template(
      TAG.number,
      encodeTlv(TAG.numberImage, images.individualNumber),
      encodeTlv(TAG.numberPublicKey, publicKey),
    ),
  };
}
