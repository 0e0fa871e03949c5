import { equalBytes } from '@kaijo/iso7816';
import { type CardCertificate, cardCertificateOf } from '../certificate.ts';
import { hasUnknownCritical } from '../der/extension.ts';
import { findExtension, parseX509, type X509Certificate } from '../der/x509.ts';
import { isAuthorityConstraints } from '../profile/basic-constraints.ts';
import { isForPurposeOnly } from '../profile/extended-key-usage.ts';
import { KEY_USAGE, signsForOthers } from '../profile/key-usage.ts';
import {
  type CertificateKind,
  EXTENSION,
  KEY_PURPOSE,
  SHA256_WITH_RSA,
  WEAK_SIGNATURE_ALGORITHMS,
} from '../profile/oids.ts';
import { isSignedBy, rsaKeyStrength } from './rsa-key.ts';
import { findAnchor, type TrustAnchor, type TrustAnchors } from './trust-anchor.ts';

/** Why a certificate is refused whatever the date: it is not what its authority issues to cards. */
export type PathDefect =
  | 'malformed'
  | 'weak-hash'
  | 'unsupported-algorithm'
  | 'untrusted-issuer'
  | 'bad-signature'
  | 'unknown-critical-extension'
  | 'is-ca'
  | 'wrong-key-usage'
  | 'wrong-policy'
  | 'weak-key';

/** Why a certificate that its authority did issue cannot be used now. */
export type ValidityDefect = 'not-yet-valid' | 'expired';

export interface TrustedPath {
  readonly kind: 'trusted';
  readonly certificate: CardCertificate;
  readonly anchor: TrustAnchor;
  readonly generation: string;
}

/**
 * A right signature and a current validity are two answers: `not-yet-valid` and `expired` are given only for a
 * certificate that is right in everything else, and carry it, so that the holder can be told until when it was valid.
 */
export type RefusedPath =
  | { readonly kind: 'refused'; readonly reason: PathDefect }
  | {
      readonly kind: 'refused';
      readonly reason: ValidityDefect;
      readonly certificate: CardCertificate;
      readonly anchor: TrustAnchor;
    };

export interface PathOptions {
  /** Which of the card's certificates this must be; selects trust store, policies and key usage. */
  readonly kind: CertificateKind;
  readonly anchors: TrustAnchors;
  readonly at: Date;
}

/**
 * Is this the `kind` certificate of a card, issued by a configured authority and valid at `at`? (R5; card.md,
 * "Certificates"; RFC 5280, 6.1 for the one path length that JPKI has: an anchor and a leaf.) Whether it has been
 * revoked is another question: `checkRevocation`.
 *
 * Never throws, whatever the bytes.
 */
export function verifyCertificatePath(leafDer: Uint8Array, options: PathOptions): TrustedPath | RefusedPath {
  const leaf = parseX509(leafDer);
  const certificate = leaf && cardCertificateOf(leaf);
  if (leaf === undefined || certificate === undefined) return refused('malformed');

  if (WEAK_SIGNATURE_ALGORITHMS.has(leaf.signatureAlgorithm)) return refused('weak-hash');
  if (leaf.signatureAlgorithm !== SHA256_WITH_RSA) return refused('unsupported-algorithm');

  const anchor = findAnchor(options.anchors, options.kind, certificate.issuerKeyId);
  if (anchor === undefined || !equalBytes(anchor.name, leaf.issuer)) return refused('untrusted-issuer');
  if (!isSignedBy(anchor.publicKey, leaf.tbs, leaf.signature)) return refused('bad-signature');

  const defect = profileDefect(leaf, certificate, options);
  if (defect !== undefined) return refused(defect);

  const validity = validityAt(certificate, options.at) ?? validityAt(anchor, options.at);
  if (validity !== undefined) return { kind: 'refused', reason: validity, certificate, anchor };
  return { kind: 'trusted', certificate, anchor, generation: anchor.generation };
}

/**
 * Both ends are inside (RFC 5280, 4.1.2.5), and `notAfter` counts to the end of its second.
 * @returns `undefined` when valid
 */
export function validityAt(
  period: { readonly notBefore: Date; readonly notAfter: Date },
  at: Date,
): ValidityDefect | undefined {
  if (at.getTime() < period.notBefore.getTime()) return 'not-yet-valid';
  return at.getTime() >= period.notAfter.getTime() + 1000 ? 'expired' : undefined;
}

/** Critical extensions whose meaning is checked below; any other one refuses the certificate (RFC 5280, 4.2). */
const UNDERSTOOD_EXTENSIONS: ReadonlySet<string> = new Set([
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.basicConstraints,
  EXTENSION.certificatePolicies,
  EXTENSION.extendedKeyUsage,
  EXTENSION.keyUsage,
  EXTENSION.subjectAltName,
]);

function profileDefect(
  leaf: X509Certificate,
  certificate: CardCertificate,
  { kind, anchors }: PathOptions,
): PathDefect | undefined {
  if (hasUnknownCritical(leaf.extensions, UNDERSTOOD_EXTENSIONS)) return 'unknown-critical-extension';
  const authority = claimsToBeAuthority(leaf);
  if (authority === 'malformed') return 'malformed';
  if (authority) return 'is-ca';
  if (!hasKeyUsageOf(leaf, kind)) return 'wrong-key-usage';
  if (certificate.policy === undefined || !anchors.policies[kind].includes(certificate.policy))
    return 'wrong-policy';
  // The auth certificate names nobody (card.md); one that does is not of the profile.
  if ((certificate.holder !== undefined) !== (kind === 'sign')) return 'malformed';
  const strength = rsaKeyStrength(leaf.spki);
  if (strength === 'weak') return 'weak-key';
  return strength === 'unsupported' ? 'unsupported-algorithm' : undefined;
}

function claimsToBeAuthority(leaf: X509Certificate): boolean | 'malformed' {
  const constraints = findExtension(leaf, EXTENSION.basicConstraints);
  const keyUsage = findExtension(leaf, EXTENSION.keyUsage);
  const isAuthority = constraints === undefined ? false : isAuthorityConstraints(constraints.value);
  const isSigner = keyUsage === undefined ? false : signsForOthers(keyUsage.value);
  if (isAuthority === undefined || isSigner === undefined) return 'malformed';
  return isAuthority || isSigner;
}

function hasKeyUsageOf(leaf: X509Certificate, kind: CertificateKind): boolean {
  const keyUsage = findExtension(leaf, EXTENSION.keyUsage);
  if (keyUsage === undefined || !equalBytes(keyUsage.value, KEY_USAGE[kind])) return false;
  const extended = findExtension(leaf, EXTENSION.extendedKeyUsage);
  // Keeps apart what the same authority issues for other ends, such as an OCSP responder's certificate.
  return (
    extended === undefined || (kind === 'auth' && isForPurposeOnly(extended.value, KEY_PURPOSE.clientAuth))
  );
}

function refused(reason: PathDefect): RefusedPath {
  return { kind: 'refused', reason };
}
