import { OctetString } from '@peculiar/asn1-schema';
import {
  AccessDescription,
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  ExtendedKeyUsage,
  Extension,
  GeneralName,
  IssueAlternativeName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_cRLDistributionPoints,
  id_ce_extKeyUsage,
  id_ce_issuerAltName,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_pe_authorityInfoAccess,
  KeyIdentifier,
  type Name,
  PolicyInformation,
  PolicyQualifierInfo,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import { encodeAsn1 } from './asn1.ts';

/** An extension around a value that is encoded already or that the library encodes. */
export function extension(extnID: string, value: unknown, critical = false): Extension {
  const der = value instanceof Uint8Array ? value : encodeAsn1(value);
  return new Extension({ extnID, critical, extnValue: new OctetString(der) });
}

export const keyUsage = (usage: Uint8Array): Extension => extension(id_ce_keyUsage, usage, true);

export const authorityConstraints = (): Extension =>
  extension(id_ce_basicConstraints, new BasicConstraints({ cA: true }), true);

export const extendedKeyUsage = (purpose: string): Extension =>
  extension(id_ce_extKeyUsage, new ExtendedKeyUsage([purpose]));

export const subjectAltName = (...names: readonly GeneralName[]): Extension =>
  extension(id_ce_subjectAltName, new SubjectAlternativeName([...names]));

export const issuerAltName = (name: Name): Extension =>
  extension(id_ce_issuerAltName, new IssueAlternativeName([new GeneralName({ directoryName: name })]));

export const subjectKeyIdentifier = (keyId: Uint8Array): Extension =>
  extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(Uint8Array.from(keyId)));

export const authorityKeyIdentifier = (keyId: Uint8Array): Extension =>
  extension(
    id_ce_authorityKeyIdentifier,
    new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(Uint8Array.from(keyId)) }),
  );

/** A place in the directory, and no address: JPKI's lists are not on the web. */
export function crlDistributionPoint(name: Name): Extension {
  const distributionPoint = new DistributionPointName({
    fullName: [new GeneralName({ directoryName: name })],
  });
  return extension(
    id_ce_cRLDistributionPoints,
    new CRLDistributionPoints([new DistributionPoint({ distributionPoint })]),
  );
}

const ID_QT_CPS = '1.3.6.1.5.5.7.2.1';
const TAG_IA5_STRING = 0x16;

export function certificatePolicy(policy: string, statement: string): Extension {
  const uri = new TextEncoder().encode(statement);
  const qualifier = Uint8Array.of(TAG_IA5_STRING, uri.length, ...uri);
  const information = new PolicyInformation({
    policyIdentifier: policy,
    policyQualifiers: [
      new PolicyQualifierInfo({ policyQualifierId: ID_QT_CPS, qualifier: qualifier.buffer }),
    ],
  });
  return extension(id_ce_certificatePolicies, new CertificatePolicies([information]), true);
}

const ID_AD_OCSP = '1.3.6.1.5.5.7.48.1';

export const ocspAddress = (url: string): Extension =>
  extension(
    id_pe_authorityInfoAccess,
    new AuthorityInfoAccessSyntax([
      new AccessDescription({
        accessMethod: ID_AD_OCSP,
        accessLocation: new GeneralName({ uniformResourceIdentifier: url }),
      }),
    ]),
  );
