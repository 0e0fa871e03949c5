import { type KeyObject, sign } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Certificate,
  type Extension,
  Extensions,
  type Name,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { toTwosComplement } from '../der/encode.ts';
import { SHA256_WITH_RSA } from '../profile/oids.ts';
import { encodeAsn1 } from './asn1.ts';

export interface CertificateContents {
  readonly serial: Uint8Array;
  readonly issuer: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly subject: Name;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  readonly extensions: readonly Extension[];
}

/** A v3 certificate signed with SHA-256 and RSA: its DER. */
export function signCertificate(contents: CertificateContents, issuerKey: KeyObject): Uint8Array {
  const signatureAlgorithm = sha256WithRsa();
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: toTwosComplement(contents.serial).buffer,
    signature: signatureAlgorithm,
    issuer: contents.issuer,
    validity: new Validity({
      notBefore: wholeSeconds(contents.notBefore),
      notAfter: wholeSeconds(contents.notAfter),
    }),
    subject: contents.subject,
    subjectPublicKeyInfo: AsnConvert.parse(contents.spki, SubjectPublicKeyInfo),
    extensions: new Extensions([...contents.extensions]),
  });
  const signatureValue = signBytes(encodeAsn1(tbsCertificate), issuerKey);
  return encodeAsn1(new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue }));
}

/** RFC 4055, 5: the parameters are NULL. */
export function sha256WithRsa(): AlgorithmIdentifier {
  return new AlgorithmIdentifier({
    algorithm: SHA256_WITH_RSA,
    parameters: Uint8Array.of(0x05, 0x00).buffer,
  });
}

export function signBytes(bytes: Uint8Array, key: KeyObject): ArrayBuffer {
  return Uint8Array.from(sign('sha256', bytes, key)).buffer;
}

export function wholeSeconds(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / 1000) * 1000);
}
