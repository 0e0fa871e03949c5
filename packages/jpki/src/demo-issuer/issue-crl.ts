import {
  CertificateList,
  CRLNumber,
  CRLReason,
  id_ce_cRLNumber,
  id_ce_cRLReasons,
  RevokedCertificate,
  TBSCertList,
  Time,
} from '@peculiar/asn1-x509';
import { toTwosComplement } from '../der/encode.ts';
import { type Revocation, reasonNumber } from '../revocation/status.ts';
import { encodeAsn1 } from './asn1.ts';
import { authorityName, type DemoAuthority } from './authority.ts';
import { authorityKeyIdentifier, extension } from './extensions.ts';
import { sha256WithRsa, signBytes, wholeSeconds } from './sign-certificate.ts';

const VERSION_2 = 1;
const VALIDITY_MS = 24 * 3_600_000;

/** The whole list of one authority (RFC 5280, 5), valid for a day. Its number is the second of its making. */
export function issueCrl(
  authority: DemoAuthority,
  revoked: readonly (Revocation & { readonly serial: Uint8Array })[],
  now: Date,
): Uint8Array {
  const { anchor, privateKey } = authority;
  const entries = revoked.map(
    ({ serial, at, reason }) =>
      new RevokedCertificate({
        userCertificate: toTwosComplement(serial).buffer,
        revocationDate: new Time(wholeSeconds(at)),
        crlEntryExtensions: [extension(id_ce_cRLReasons, new CRLReason(reasonNumber(reason)))],
      }),
  );
  const tbsCertList = new TBSCertList({
    version: VERSION_2,
    signature: sha256WithRsa(),
    issuer: authorityName(anchor.kind),
    thisUpdate: new Time(wholeSeconds(now)),
    nextUpdate: new Time(wholeSeconds(new Date(now.getTime() + VALIDITY_MS))),
    // RFC 5280, 5.1.2.6: absent when nothing is revoked.
    ...(entries.length === 0 ? {} : { revokedCertificates: entries }),
    crlExtensions: [
      authorityKeyIdentifier(anchor.keyId),
      extension(id_ce_cRLNumber, new CRLNumber(Math.floor(now.getTime() / 1000))),
    ],
  });
  const signature = signBytes(encodeAsn1(tbsCertList), privateKey);
  return encodeAsn1(new CertificateList({ tbsCertList, signatureAlgorithm: sha256WithRsa(), signature }));
}
