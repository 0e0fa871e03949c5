import { createHash } from 'node:crypto';
import { concatBytes } from '@kaijo/iso7816';
import { CertID, id_pkix_ocsp_nonce, OCSPRequest, Request, TBSRequest } from '@peculiar/asn1-ocsp';
import { OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Extension, Extensions } from '@peculiar/asn1-x509';
import { encodeDer } from '../der/x509.ts';
import type { TrustAnchor } from '../trust/trust-anchor.ts';

export interface OcspRequest {
  readonly der: Uint8Array;
  /** DER of the CertID that was asked about; the answer must repeat it. */
  readonly certId: Uint8Array;
  /** Value of the nonce, without its OCTET STRING. */
  readonly nonce: Uint8Array;
}

/** `NULL`, the parameters of a hash (RFC 5754, 2). */
const NULL = Uint8Array.of(0x05, 0x00);

/**
 * Hashes that name an issuer in a CertID. SHA-1 is no weakness here: nothing is signed with it, and RFC 5019
 * responders know no other.
 */
export const CERT_ID_HASHES = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

export type CertIdHash = keyof typeof CERT_ID_HASHES;

/** A request about one certificate, with a nonce (RFC 6960, 4.1; RFC 9654). */
export function buildOcspRequest(options: {
  readonly serial: Uint8Array;
  readonly anchor: Pick<TrustAnchor, 'name' | 'publicKeyBits'>;
  readonly nonce: Uint8Array;
  readonly hash?: CertIdHash;
}): OcspRequest {
  const certId = certIdOf(options.serial, options.anchor, options.hash ?? 'sha256');
  const nonceExtension = new Extension({
    extnID: id_pkix_ocsp_nonce,
    extnValue: new OctetString(encodeDer(new OctetString(options.nonce))),
  });
  const request = new OCSPRequest({
    tbsRequest: new TBSRequest({
      requestList: [new Request({ reqCert: certId })],
      requestExtensions: new Extensions([nonceExtension]),
    }),
  });
  return { der: encodeDer(request), certId: encodeDer(certId), nonce: options.nonce };
}

/** RFC 6960, 4.1.1. */
export function certIdOf(
  serial: Uint8Array,
  issuer: Pick<TrustAnchor, 'name' | 'publicKeyBits'>,
  hash: CertIdHash,
): CertID {
  const digest = (bytes: Uint8Array) => new OctetString(createHash(hash).update(bytes).digest());
  return new CertID({
    hashAlgorithm: new AlgorithmIdentifier({
      algorithm: CERT_ID_HASHES[hash],
      parameters: NULL.slice().buffer,
    }),
    issuerNameHash: digest(issuer.name),
    issuerKeyHash: digest(issuer.publicKeyBits),
    serialNumber: toTwosComplement(serial).buffer,
  });
}

/** INTEGER contents of an unsigned number. */
export function toTwosComplement(unsigned: Uint8Array): Uint8Array<ArrayBuffer> {
  const isNegativeAsItStands = (unsigned[0] ?? 0) >= 0x80;
  return Uint8Array.from(isNegativeAsItStands ? concatBytes(Uint8Array.of(0), unsigned) : unsigned);
}
