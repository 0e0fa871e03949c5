import type { KeyObject } from 'node:crypto';
import { equalBytes, readTlv } from '@kaijo/iso7816';
import { BasicConstraints, id_ce_basicConstraints, id_ce_keyUsage, Name } from '@peculiar/asn1-x509';
import { readSubjectKeyId } from '../certificate.ts';
import { childrenOf, decodeDer, findExtension, parseX509, type X509Certificate } from '../der/x509.ts';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { AUTHORITY_UNIT, attributesOf, NAME_ATTRIBUTE } from '../profile/names.ts';
import { type CertificateKind, type PolicySets, SHA256_WITH_RSA } from '../profile/oids.ts';
import { isSignedBy, readRsaKey } from './rsa-key.ts';

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
  const reading = readRsaKey(certificate.spki);
  if (reading.kind !== 'rsa') return refused('not an RSA key of at least 2048 bits with exponent 65537');
  if (!equalBytes(certificate.issuer, certificate.subject)) return refused('not self-issued');
  if (!isSignedBy(reading.key, certificate.tbs, certificate.signature)) return refused('not self-signed');
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
      publicKey: reading.key,
      publicKeyBits: publicKeyBitsOf(certificate.spki),
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

/** Contents of the BIT STRING subjectPublicKey, without the octet that counts unused bits. `spki` is strict DER. */
export function publicKeyBitsOf(spki: Uint8Array): Uint8Array {
  const [, bitString] = childrenOf(spki);
  return bitString === undefined ? new Uint8Array() : readTlv(bitString).value.slice(1);
}

function isAuthority(certificate: X509Certificate): boolean {
  const keyUsage = findExtension(certificate, id_ce_keyUsage);
  const basicConstraints = findExtension(certificate, id_ce_basicConstraints);
  return (
    keyUsage?.critical === true &&
    equalBytes(keyUsage.value, KEY_USAGE.authority) &&
    basicConstraints?.critical === true &&
    decodeDer(basicConstraints.value, BasicConstraints)?.cA === true
  );
}

/** Keeps an operator from configuring an authority in the wrong store; trust does not come from the name. */
function isOfKind(certificate: X509Certificate, kind: CertificateKind): boolean {
  const name = decodeDer(certificate.subject, Name);
  return (
    name !== undefined && attributesOf(name, NAME_ATTRIBUTE.organizationalUnit).includes(AUTHORITY_UNIT[kind])
  );
}

function refused(why: string): TrustAnchorReading {
  return { kind: 'refused', why };
}
