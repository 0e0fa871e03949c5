import { type Static, Type } from 'typebox';
import { Base64Url } from './base64url.ts';

/** RSA-2048 signatures of the card are 256 bytes; longer keys of later generations fit. */
export const Signature = Base64Url(512, 128);
/** A DER certificate; the largest of the profile is below 2 kB. */
export const CertificateDer = Base64Url(4_096);

/**
 * Which key of the card signed. For the auth key its certificate. For the sign key only the certificate's serial and
 * issuer key id: that certificate carries name, address, birth date and sex and stays where it was read (R38).
 */
export const Credential = Type.Union([
  Type.Object({ kind: Type.Literal('auth'), certificate: CertificateDer }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Literal('sign'), serial: Base64Url(20), issuerKeyId: Base64Url(32) },
    { additionalProperties: false },
  ),
]);
export type Credential = Static<typeof Credential>;

/** One command or response APDU that the kiosk carries between service and card. */
export const Apdu = Base64Url(512, 2);
