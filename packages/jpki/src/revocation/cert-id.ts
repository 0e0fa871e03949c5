import { createHash } from 'node:crypto';
import { equalBytes } from '@kaijo/iso7816';
import { type DerValue, membersOf, one, readPositive } from '../der/der-value.ts';
import { encodeConstructed, encodeInteger, encodeOctets, encodeOid, encodeSequence } from '../der/encode.ts';
import { TAG } from '../der/tag.ts';
import { readAlgorithm } from '../der/x509.ts';
import type { TrustAnchor } from '../trust/trust-anchor.ts';

/**
 * Hashes that name an issuer in a CertID. SHA-1 is no weakness here: nothing is signed with it, and responders of
 * RFC 5019 know no other.
 */
const CERT_ID_HASHES = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

export type CertIdHash = keyof typeof CERT_ID_HASHES;

/** A certificate as OCSP names it (RFC 6960, 4.1.1): by hashes of its issuer's name and key, and its serial. */
export interface CertId {
  readonly hash: CertIdHash;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** Unsigned, without a leading zero. */
  readonly serial: Uint8Array;
}

export function certIdOf(
  serial: Uint8Array,
  issuer: Pick<TrustAnchor, 'name' | 'publicKeyBits'>,
  hash: CertIdHash,
): CertId {
  const digest = (bytes: Uint8Array) => createHash(hash).update(bytes).digest();
  return {
    hash,
    issuerNameHash: digest(issuer.name),
    issuerKeyHash: digest(issuer.publicKeyBits),
    serial,
  };
}

export function encodeCertId({ hash, issuerNameHash, issuerKeyHash, serial }: CertId): Uint8Array {
  return encodeSequence(
    encodeSequence(encodeOid(CERT_ID_HASHES[hash]), encodeConstructed(TAG.null)),
    encodeOctets(issuerNameHash),
    encodeOctets(issuerKeyHash),
    encodeInteger(serial),
  );
}

/** @returns `undefined` for a hash that is none of ours, too */
export function readCertId(value: DerValue | undefined): CertId | undefined {
  const [algorithm, nameHash, keyHash, serialNumber] =
    membersOf(value, one(TAG.sequence), one(TAG.octetString), one(TAG.octetString), one(TAG.integer)) ?? [];
  const oid = readAlgorithm(algorithm);
  const hash = (Object.keys(CERT_ID_HASHES) as CertIdHash[]).find((name) => CERT_ID_HASHES[name] === oid);
  const serial = readPositive(serialNumber);
  if (!hash || !nameHash || !keyHash || !serial) return undefined;
  return { hash, issuerNameHash: nameHash.content, issuerKeyHash: keyHash.content, serial };
}

export function isSameCertId(a: CertId, b: CertId): boolean {
  return (
    a.hash === b.hash &&
    equalBytes(a.issuerNameHash, b.issuerNameHash) &&
    equalBytes(a.issuerKeyHash, b.issuerKeyHash) &&
    equalBytes(a.serial, b.serial)
  );
}
