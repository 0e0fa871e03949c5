import { createHash, type KeyObject } from 'node:crypto';
import { equalBytes } from '@kaijo/iso7816';
import {
  BasicOCSPResponse,
  CertID,
  id_kp_OCSPSigning,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nocheck,
  id_pkix_ocsp_nonce,
  OCSPResponse,
  OCSPResponseStatus,
  type ResponderID,
  type SingleResponse,
} from '@peculiar/asn1-ocsp';
import { OctetString } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  ExtendedKeyUsage,
  type Extension,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  KeyUsage,
  KeyUsageFlags,
} from '@peculiar/asn1-x509';
import { readIssuerKeyId } from '../certificate.ts';
import {
  childrenOf,
  decodeDer,
  encodeDer,
  findExtension,
  parseX509,
  type X509Certificate,
} from '../der/x509.ts';
import { SHA256_WITH_RSA } from '../profile/oids.ts';
import { isSignedBy, readRsaKey } from '../trust/rsa-key.ts';
import { publicKeyBitsOf, type TrustAnchor } from '../trust/trust-anchor.ts';
import { validityAt } from '../trust/verify-certificate-path.ts';
import { staleness } from './freshness.ts';
import type { OcspRequest } from './ocsp-request.ts';
import { type Revocation, reasonOf } from './status.ts';

export type OcspReading =
  | { readonly kind: 'good' }
  | ({ readonly kind: 'revoked' } & Revocation)
  /** `unknown` of RFC 6960, 2.2, signed by the right party. */
  | { readonly kind: 'not-issued' }
  | { readonly kind: 'unusable'; readonly why: string };

/**
 * Reads the answer to `request` and believes it only when every condition of RFC 6960, 3.2 holds: it is about the
 * certificate that was asked for, signed by the authority or by a responder that the same authority appointed, it
 * repeats the nonce, and it is current at `at`. Never throws, whatever the bytes.
 */
export function readOcspResponse(
  der: Uint8Array,
  context: { readonly request: OcspRequest; readonly anchor: TrustAnchor; readonly at: Date },
): OcspReading {
  const { request, anchor, at } = context;
  const response = decodeDer(der, OCSPResponse);
  if (response === undefined) return unusable('not an OCSP response');
  if (response.responseStatus !== OCSPResponseStatus.successful)
    return unusable(`responder answered with status ${response.responseStatus}`);
  if (response.responseBytes?.responseType !== id_pkix_ocsp_basic) return unusable('not a basic response');

  const basicDer = new Uint8Array(response.responseBytes.response.buffer);
  const basic = decodeDer(basicDer, BasicOCSPResponse);
  const [tbs, , , certificates] = basic ? childrenOf(basicDer) : [];
  if (basic === undefined || tbs === undefined) return unusable('not a basic response');
  if (basic.signatureAlgorithm.algorithm !== SHA256_WITH_RSA)
    return unusable('not signed with SHA-256 and RSA');

  const { tbsResponseData: data } = basic;
  const signers = candidateSigners(data.responderID, certificates, { anchor, at });
  const signature = new Uint8Array(basic.signature);
  if (!signers.some((key) => isSignedBy(key, tbs, signature)))
    return unusable('not signed by the authority or its responder');

  if (!repeatsNonce(data.responseExtensions, request.nonce)) return unusable('another nonce');
  if (hasUnknownCritical(data.responseExtensions)) return unusable('unknown critical extension');
  const answers = data.responses.filter((single) => isAbout(single.certID, request));
  const [answer] = answers;
  if (answer === undefined || answers.length > 1) return unusable('not about this certificate alone');
  if (hasUnknownCritical(answer.singleExtensions)) return unusable('unknown critical extension');
  const stale = staleness({ thisUpdate: answer.thisUpdate, nextUpdate: answer.nextUpdate }, at);
  return stale === undefined ? statusOf(answer) : unusable(stale);
}

function statusOf({ certStatus }: SingleResponse): OcspReading {
  if (certStatus.revoked !== undefined)
    return {
      kind: 'revoked',
      at: certStatus.revoked.revocationTime,
      reason: reasonOf(certStatus.revoked.revocationReason?.reason),
    };
  if (certStatus.good !== undefined) return { kind: 'good' };
  return { kind: 'not-issued' };
}

/**
 * Keys that may have signed (RFC 6960, 4.2.2.2): the authority's own, when the responder names itself so, and those
 * of responders that this authority appointed. The names of all generations are the same, so a name alone decides
 * nothing: the signature does.
 */
function candidateSigners(
  responder: ResponderID,
  certificates: Uint8Array | undefined,
  context: { readonly anchor: TrustAnchor; readonly at: Date },
): KeyObject[] {
  const { anchor, at } = context;
  const signers: KeyObject[] = [];
  if (isNamed(responder, anchor.name, anchor.publicKeyBits)) signers.push(anchor.publicKey);
  for (const certificate of readCertificates(certificates)) {
    if (!isNamed(responder, certificate.subject, publicKeyBitsOf(certificate.spki))) continue;
    const key = appointedResponderKey(certificate, anchor, at);
    if (key !== undefined) signers.push(key);
  }
  return signers;
}

const RESPONDER_CERTIFICATES_MAX = 4;

/** `[0] EXPLICIT SEQUENCE OF Certificate`. */
function readCertificates(der: Uint8Array | undefined): X509Certificate[] {
  const [sequence] = der === undefined ? [] : childrenOf(der);
  if (sequence === undefined) return [];
  return childrenOf(sequence)
    .slice(0, RESPONDER_CERTIFICATES_MAX)
    .map(parseX509)
    .filter((certificate) => certificate !== undefined);
}

function isNamed(responder: ResponderID, name: Uint8Array, publicKeyBits: Uint8Array): boolean {
  if (responder.byName !== undefined) return equalBytes(encodeDer(responder.byName), name);
  const keyHash = createHash('sha1').update(publicKeyBits).digest();
  return responder.byKey !== undefined && equalBytes(new Uint8Array(responder.byKey.buffer), keyHash);
}

const RESPONDER_EXTENSIONS: ReadonlySet<string> = new Set([
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
]);

/** The key of a certificate that makes its holder a responder of `anchor` at `at`, else `undefined`. */
function appointedResponderKey(
  certificate: X509Certificate,
  anchor: TrustAnchor,
  at: Date,
): KeyObject | undefined {
  const issuerKeyId = readIssuerKeyId(certificate);
  const isIssuedByAnchor =
    certificate.signatureAlgorithm === SHA256_WITH_RSA &&
    equalBytes(certificate.issuer, anchor.name) &&
    issuerKeyId !== undefined &&
    equalBytes(issuerKeyId, anchor.keyId) &&
    isSignedBy(anchor.publicKey, certificate.tbs, certificate.signature);
  if (!isIssuedByAnchor || validityAt(certificate, at) !== undefined) return undefined;
  if (certificate.extensions.some(({ critical, oid }) => critical && !RESPONDER_EXTENSIONS.has(oid)))
    return undefined;
  if (!isResponderProfile(certificate)) return undefined;
  const key = readRsaKey(certificate.spki);
  return key.kind === 'rsa' ? key.key : undefined;
}

/** OCSPSigning and nothing else, no authority, and exempt from revocation itself (RFC 6960, 4.2.2.2.1). */
function isResponderProfile(certificate: X509Certificate): boolean {
  const purposes = decodeExtension(certificate, id_ce_extKeyUsage, ExtendedKeyUsage);
  const usages = decodeExtension(certificate, id_ce_keyUsage, KeyUsage);
  const constraints = decodeExtension(certificate, id_ce_basicConstraints, BasicConstraints);
  return (
    purposes?.length === 1 &&
    purposes[0] === id_kp_OCSPSigning &&
    usages?.toNumber() === KeyUsageFlags.digitalSignature &&
    constraints?.cA !== true &&
    findExtension(certificate, id_pkix_ocsp_nocheck) !== undefined
  );
}

function decodeExtension<T>(certificate: X509Certificate, oid: string, schema: new () => T): T | undefined {
  const extension = findExtension(certificate, oid);
  return extension && decodeDer(extension.value, schema);
}

function repeatsNonce(extensions: readonly Extension[] | undefined, nonce: Uint8Array): boolean {
  const nonces = extensions?.filter(({ extnID }) => extnID === id_pkix_ocsp_nonce) ?? [];
  const [extension] = nonces;
  const value = extension && decodeDer(new Uint8Array(extension.extnValue.buffer), OctetString);
  return nonces.length === 1 && value !== undefined && equalBytes(new Uint8Array(value.buffer), nonce);
}

function hasUnknownCritical(extensions: readonly Extension[] | undefined): boolean {
  return extensions?.some(({ critical, extnID }) => critical && extnID !== id_pkix_ocsp_nonce) === true;
}

/** Field by field: the parameters of the hash may be absent or NULL. */
function isAbout(certId: CertID, request: OcspRequest): boolean {
  const asked = decodeDer(request.certId, CertID);
  if (asked === undefined) throw new Error('the request holds no CertID');
  const same = (a: ArrayBuffer, b: ArrayBuffer) => equalBytes(new Uint8Array(a), new Uint8Array(b));
  return (
    certId.hashAlgorithm.algorithm === asked.hashAlgorithm.algorithm &&
    same(certId.issuerNameHash.buffer, asked.issuerNameHash.buffer) &&
    same(certId.issuerKeyHash.buffer, asked.issuerKeyHash.buffer) &&
    same(certId.serialNumber, asked.serialNumber)
  );
}

function unusable(why: string): OcspReading {
  return { kind: 'unusable', why };
}
