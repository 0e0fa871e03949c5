import type { KeyObject } from 'node:crypto';
import { equalBytes } from '@kaijo/iso7816';
import { readSubjectKeyId } from '../certificate.ts';
import { findExtension, parseX509, type X509Certificate } from '../der/x509.ts';
import { isAuthorityConstraints } from '../profile/basic-constraints.ts';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { AUTHORITY_UNIT, organizationalUnitsOf } from '../profile/names.ts';
import { type CertificateKind, EXTENSION, type PolicySets, SHA256_WITH_RSA } from '../profile/oids.ts';
import { importRsaKey, isSignedBy } from './rsa-key.ts';

/** One configured authority. Anchors come from the configuration only, never from a card (card.md, "Certificates"). */
export interface TrustAnchor {
  readonly kind: CertificateKind;
  /** The operator's name of the generation, as `2023`. */
  readonly generation: string;
  /** DER of the self-signed certificate. */
  readonly certificate: Uint8Array;
  /** Subject key identifier: what tells the generations apart. */
  readonly keyId: Uint8Array;
  /** DER of the Name, the same for all generations. */
  readonly name: Uint8Array;
  readonly publicKey: KeyObject;
  /** The bits of subjectPublicKey, whose hash names the key in OCSP (RFC 6960, 4.1.1). */
  readonly publicKeyBits: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The two trust stores, which are not interchangeable, and the policies that their leaves must carry. */
export interface TrustAnchors {
  readonly sign: readonly TrustAnchor[];
  readonly auth: readonly TrustAnchor[];
  readonly policies: PolicySets;
}

export type TrustAnchorReading =
  | { readonly kind: 'anchor'; readonly anchor: TrustAnchor }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Makes an anchor of an authority's certificate, when it has the profile of card.md, "Certificates". Dates are not
 * looked at: an anchor may be configured ahead of its time or stay configured after it.
 */
export function readTrustAnchor(options: {
  readonly kind: CertificateKind;
  readonly generation: string;
  readonly certificate: Uint8Array;
}): TrustAnchorReading {
  const certificate = parseX509(options.certificate);
  if (certificate === undefined) return refused('not a v3 certificate in DER');
  if (certificate.signatureAlgorithm !== SHA256_WITH_RSA) return refused('not signed with SHA-256 and RSA');
  const publicKey = importRsaKey(certificate.spki);
  if (publicKey === undefined) return refused('not an RSA key of at least 2048 bits with exponent 65537');
  if (!equalBytes(certificate.issuer, certificate.subject)) return refused('not self-issued');
  if (!isSignedBy(publicKey, certificate.tbs, certificate.signature)) return refused('not self-signed');
  if (!isAuthority(certificate)) return refused('not an authority: cA, keyCertSign and cRLSign are required');
  if (!isOfKind(certificate, options.kind))
    return refused(`not the authority of the ${options.kind} certificates`);
  const keyId = readSubjectKeyId(certificate);
  if (keyId === undefined || keyId === 'malformed') return refused('no subject key identifier');

  return {
    kind: 'anchor',
    anchor: {
      kind: options.kind,
      generation: options.generation,
      certificate: certificate.raw,
      keyId,
      name: certificate.subject,
      publicKey,
      publicKeyBits: certificate.publicKeyBits,
      notBefore: certificate.notBefore,
      notAfter: certificate.notAfter,
    },
  };
}

/** By key identifier and never by name, which all generations share. The caller still has to check the signature. */
export function findAnchor(
  anchors: TrustAnchors,
  kind: CertificateKind,
  issuerKeyId: Uint8Array,
): TrustAnchor | undefined {
  return anchors[kind].find((anchor) => equalBytes(anchor.keyId, issuerKeyId));
}

function isAuthority(certificate: X509Certificate): boolean {
  const keyUsage = findExtension(certificate, EXTENSION.keyUsage);
  const basicConstraints = findExtension(certificate, EXTENSION.basicConstraints);
  return (
    keyUsage?.critical === true &&
    equalBytes(keyUsage.value, KEY_USAGE.authority) &&
    basicConstraints?.critical === true &&
    isAuthorityConstraints(basicConstraints.value) === true
  );
}

/** Keeps an operator from configuring an authority in the wrong store; trust does not come from the name. */
function isOfKind(certificate: X509Certificate, kind: CertificateKind): boolean {
  return organizationalUnitsOf(certificate.subject).includes(AUTHORITY_UNIT[kind]);
}

function refused(why: string): TrustAnchorReading {
  return { kind: 'refused', why };
}
