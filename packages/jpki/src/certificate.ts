import { childrenOf, membersOf, one, optional, readDer, readOid } from './der/der-value.ts';
import { contextConstructed, contextPrimitive, TAG } from './der/tag.ts';
import { findExtension, parseX509, type X509Certificate } from './der/x509.ts';
import { type CertificateHolder, readHolder } from './profile/holder.ts';
import { type CertificateKind, EXTENSION, PRODUCTION_POLICIES, TEST_POLICIES } from './profile/oids.ts';

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
  const holder = readHolder(findExtension(certificate, EXTENSION.subjectAltName)?.value);
  if (!issuerKeyId || subjectKeyId === 'malformed' || !policies || holder === 'malformed') return undefined;

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
  const extension = findExtension(certificate, EXTENSION.authorityKeyIdentifier);
  return extension && readKeyIdentifier(extension.value);
}

/** The key identifier of an AuthorityKeyIdentifier. */
export function readKeyIdentifier(value: Uint8Array): Uint8Array | undefined {
  const members = membersOf(
    readDer(value, TAG.sequence),
    one(contextPrimitive(0)),
    optional(contextConstructed(1)),
    optional(contextPrimitive(2)),
  );
  return members?.[0]?.content;
}

export function readSubjectKeyId(certificate: X509Certificate): Uint8Array | 'malformed' | undefined {
  const extension = findExtension(certificate, EXTENSION.subjectKeyIdentifier);
  return extension && (readDer(extension.value, TAG.octetString)?.content ?? 'malformed');
}

function readPolicies(certificate: X509Certificate): string[] | undefined {
  const extension = findExtension(certificate, EXTENSION.certificatePolicies);
  if (extension === undefined) return [];
  const list = readDer(extension.value, TAG.sequence);
  const policies = list && childrenOf(list).map(readPolicy);
  return policies?.every((policy) => policy !== undefined) ? policies : undefined;
}

/** PolicyInformation; its qualifiers are texts for people. */
function readPolicy(information: ReturnType<typeof childrenOf>[number]): string | undefined {
  if (information.tag !== TAG.sequence) return undefined;
  return readOid(membersOf(information, one(TAG.objectIdentifier), optional(TAG.sequence))?.[0]);
}

function kindOfPolicy(policy: string): CertificateKind | undefined {
  const kinds: readonly CertificateKind[] = ['sign', 'auth'];
  return kinds.find(
    (kind) => PRODUCTION_POLICIES[kind].includes(policy) || TEST_POLICIES[kind].includes(policy),
  );
}
