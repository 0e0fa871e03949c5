import { childrenOf, membersOf, one, optional, readDer } from '../der/der-value.ts';
import { encodeConstructed, encodeOctets, encodeOid, encodeSequence } from '../der/encode.ts';
import { readWrappedExtensions } from '../der/extension.ts';
import { contextConstructed, TAG } from '../der/tag.ts';
import { EXTENSION } from '../profile/oids.ts';
import type { TrustAnchor } from '../trust/trust-anchor.ts';
import { type CertId, type CertIdHash, certIdOf, encodeCertId, readCertId } from './cert-id.ts';

export interface OcspRequest {
  readonly der: Uint8Array;
  /** What was asked about; the answer must repeat it. */
  readonly certId: CertId;
  /** Value of the nonce, without its OCTET STRING. */
  readonly nonce: Uint8Array;
}

/** A request about one certificate, with a nonce (RFC 6960, 4.1; RFC 9654). */
export function buildOcspRequest(options: {
  readonly serial: Uint8Array;
  readonly anchor: Pick<TrustAnchor, 'name' | 'publicKeyBits'>;
  readonly nonce: Uint8Array;
  readonly hash?: CertIdHash;
}): OcspRequest {
  const { nonce } = options;
  const certId = certIdOf(options.serial, options.anchor, options.hash ?? 'sha256');
  const nonceExtension = encodeSequence(encodeOid(EXTENSION.ocspNonce), encodeOctets(encodeOctets(nonce)));
  const requestList = encodeSequence(encodeSequence(encodeCertId(certId)));
  const requestExtensions = encodeConstructed(contextConstructed(2), encodeSequence(nonceExtension));
  return { der: encodeSequence(encodeSequence(requestList, requestExtensions)), certId, nonce };
}

export interface ReceivedOcspRequest {
  readonly certId: CertId;
  readonly nonce: Uint8Array | undefined;
}

/** RFC 9654, 2.1: a responder may refuse longer nonces, and an empty one is none. */
const NONCE_BYTES_MAX = 128;

/**
 * Reads a request as a responder gets it: about one certificate, as this system asks.
 * @returns `undefined` for anything else; never throws
 */
export function readOcspRequest(der: Uint8Array): ReceivedOcspRequest | undefined {
  const [tbs] =
    membersOf(readDer(der, TAG.sequence), one(TAG.sequence), optional(contextConstructed(0))) ?? [];
  const [, list, wrapped] =
    membersOf(tbs, optional(contextConstructed(1)), one(TAG.sequence), optional(contextConstructed(2))) ?? [];
  const [request, ...more] = list ? childrenOf(list) : [];
  const [reqCert] = membersOf(request, one(TAG.sequence), optional(contextConstructed(0))) ?? [];
  const certId = readCertId(reqCert);
  const extensions = readWrappedExtensions(wrapped);
  if (certId === undefined || extensions === undefined || more.length > 0) return undefined;

  const extension = extensions.find(({ oid }) => oid === EXTENSION.ocspNonce);
  if (extension === undefined) return { certId, nonce: undefined };
  const nonce = readDer(extension.value, TAG.octetString)?.content;
  const isAcceptable = nonce !== undefined && nonce.length > 0 && nonce.length <= NONCE_BYTES_MAX;
  return isAcceptable ? { certId, nonce } : undefined;
}
