import {
  AuthorityKeyIdentifier,
  CertificatePolicies,
  id_ce_authorityKeyIdentifier,
  id_ce_certificatePolicies,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import { decodeDer, findExtension, parseX509, type X509Certificate } from './der/x509.ts';
import { type CertificateHolder, readHolder } from './profile/holder.ts';
import { type CertificateKind, PRODUCTION_POLICIES, TEST_POLICIES } from './profile/oids.ts';

export type { BirthDate, CertificateHolder, Era, SexCode } from './profile/holder.ts';
export { type CertificateKind, type PolicySets, PRODUCTION_POLICIES, TEST_POLICIES } from './profile/oids.ts';

/** A certificate of a card (EF 0001 or 000A), read but not judged: nothing here says that it may be trusted. */
export interface CardCertificate {
  /** By its policy, in use or test; `undefined` for any other or more than one. */
  readonly kind: CertificateKind | undefined;
  readonly policy: string | undefined;
  /** Unsigned, without a leading zero. */
  readonly serial: Uint8Array;
  /** Authority key identifier: all generations of JPKI share one name, this tells them apart. */
  readonly issuerKeyId: Uint8Array;
  readonly subjectKeyId: Uint8Array | undefined;
  readonly notBefore: Date;
  /** The last second in which the certificate is valid. */
  readonly notAfter: Date;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** Only the signature certificate names its holder (R38: it never leaves the phone or the kiosk). */
  readonly holder: CertificateHolder | undefined;
  /** A copy of the bytes that were read. */
  readonly raw: Uint8Array;
}

/**
 * Reads a card's certificate: one strict DER encoding of a v3 certificate with an authority key identifier
 * (RFC 5280; card.md, "Certificates"), to the last byte. Checks no signature, no date and no policy.
 *
 * Runs in browsers too.
 * @returns `undefined` for anything else; never throws
 */
export function parseCertificate(der: Uint8Array): CardCertificate | undefined {
  const certificate = parseX509(der);
  return certificate && cardCertificateOf(certificate);
}

/** @returns `undefined` where an extension that a card's certificate must have is absent or broken */
export function cardCertificateOf(certificate: X509Certificate): CardCertificate | undefined {
  const issuerKeyId = readIssuerKeyId(certificate);
  const subjectKeyId = readSubjectKeyId(certificate);
  const policies = readPolicies(certificate);
  const alternativeNames = readAlternativeNames(certificate);
  if (!issuerKeyId || subjectKeyId === 'malformed' || !policies || !alternativeNames) return undefined;
  const holder = readHolder(alternativeNames);
  if (holder === 'malformed') return undefined;

  const policy = policies.length === 1 ? policies[0] : undefined;
  return {
    kind: policy === undefined ? undefined : kindOfPolicy(policy),
    policy,
    serial: certificate.serial,
    issuerKeyId,
    subjectKeyId,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    spki: certificate.spki,
    holder,
    raw: certificate.raw,
  };
}

/** Key identifier of the authority (RFC 5280, 4.2.1.1); its name and serial, where given, are not relied on. */
export function readIssuerKeyId(certificate: X509Certificate): Uint8Array | undefined {
  const extension = findExtension(certificate, id_ce_authorityKeyIdentifier);
  const identifier = extension && decodeDer(extension.value, AuthorityKeyIdentifier)?.keyIdentifier;
  return identifier && new Uint8Array(identifier.buffer);
}

export function readSubjectKeyId(certificate: X509Certificate): Uint8Array | 'malformed' | undefined {
  const extension = findExtension(certificate, id_ce_subjectKeyIdentifier);
  if (extension === undefined) return undefined;
  const identifier = decodeDer(extension.value, SubjectKeyIdentifier);
  return identifier ? new Uint8Array(identifier.buffer) : 'malformed';
}

function readPolicies(certificate: X509Certificate): string[] | undefined {
  const extension = findExtension(certificate, id_ce_certificatePolicies);
  if (extension === undefined) return [];
  return decodeDer(extension.value, CertificatePolicies)?.map(({ policyIdentifier }) => policyIdentifier);
}

function readAlternativeNames(certificate: X509Certificate): SubjectAlternativeName | undefined {
  const extension = findExtension(certificate, id_ce_subjectAltName);
  return extension ? decodeDer(extension.value, SubjectAlternativeName) : new SubjectAlternativeName();
}

function kindOfPolicy(policy: string): CertificateKind | undefined {
  const kinds: readonly CertificateKind[] = ['sign', 'auth'];
  return kinds.find(
    (kind) => PRODUCTION_POLICIES[kind].includes(policy) || TEST_POLICIES[kind].includes(policy),
  );
}
