import { createHash, type KeyObject } from 'node:crypto';
import { equalBytes } from '@kaijo/iso7816';
import { readIssuerKeyId } from '../certificate.ts';
import {
  childrenOf,
  type DerValue,
  innerOf,
  membersOf,
  one,
  optional,
  readBits,
  readDer,
  readMoment,
  readOid,
} from '../der/der-value.ts';
import { type Extension, hasUnknownCritical, readWrappedExtensions } from '../der/extension.ts';
import { contextConstructed, contextPrimitive, TAG } from '../der/tag.ts';
import { findExtension, parseX509, readAlgorithm, type X509Certificate } from '../der/x509.ts';
import { isAuthorityConstraints } from '../profile/basic-constraints.ts';
import { isForPurposeOnly } from '../profile/extended-key-usage.ts';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { EXTENSION, KEY_PURPOSE, SHA256_WITH_RSA } from '../profile/oids.ts';
import { importRsaKey, isSignedBy } from '../trust/rsa-key.ts';
import type { TrustAnchor } from '../trust/trust-anchor.ts';
import { validityAt } from '../trust/verify-certificate-path.ts';
import { isSameCertId, readCertId } from './cert-id.ts';
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
  const envelope = readEnvelope(der);
  if (envelope === undefined) return unusable('not an OCSP response');
  if (envelope.status !== SUCCESSFUL) return unusable(`responder answered with status ${envelope.status}`);
  const basic = readBasicResponse(envelope.response);
  if (basic === undefined) return unusable('not a basic response');
  if (basic.signatureAlgorithm !== SHA256_WITH_RSA) return unusable('not signed with SHA-256 and RSA');

  const signers = candidateSigners(basic, { anchor, at });
  if (!signers.some((key) => isSignedBy(key, basic.tbs, basic.signature)))
    return unusable('not signed by the authority or its responder');

  if (!repeatsNonce(basic.extensions, request.nonce)) return unusable('another nonce');
  if (hasUnknownCritical(basic.extensions, UNDERSTOOD_EXTENSIONS))
    return unusable('unknown critical extension');
  const answers = basic.answers.filter((answer) => isAbout(answer, request));
  const [answer] = answers;
  if (answer === undefined || answers.length > 1) return unusable('not about this certificate alone');
  if (hasUnknownCritical(answer.extensions, new Set())) return unusable('unknown critical extension');
  const stale = staleness(answer, at);
  return stale === undefined ? answer.status : unusable(stale);
}

const SUCCESSFUL = 0;
const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const UNDERSTOOD_EXTENSIONS: ReadonlySet<string> = new Set([EXTENSION.ocspNonce]);

/** OCSPResponse. */
function readEnvelope(der: Uint8Array): { status: number; response: Uint8Array | undefined } | undefined {
  const members = membersOf(readDer(der, TAG.sequence), one(TAG.enumerated), optional(contextConstructed(0)));
  const [status, wrapped] = members ?? [];
  const code = status?.content.length === 1 ? status.content[0] : undefined;
  if (code === undefined) return undefined;
  const bytes = innerOf(wrapped, TAG.sequence);
  const [type, response] = membersOf(bytes, one(TAG.objectIdentifier), one(TAG.octetString)) ?? [];
  return { status: code, response: readOid(type) === BASIC_RESPONSE ? response?.content : undefined };
}

interface BasicResponse {
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: string | undefined;
  readonly signature: Uint8Array;
  readonly certificates: readonly X509Certificate[];
  readonly responder: ResponderId;
  readonly answers: readonly SingleAnswer[];
  readonly extensions: readonly Extension[];
}

type ResponderId =
  | { readonly by: 'name'; readonly name: Uint8Array }
  | { readonly by: 'key'; readonly keyHash: Uint8Array };

interface SingleAnswer {
  readonly certId: DerValue;
  readonly status: OcspReading;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  readonly extensions: readonly Extension[];
}

const RESPONDER_CERTIFICATES_MAX = 4;

/** BasicOCSPResponse. */
function readBasicResponse(der: Uint8Array | undefined): BasicResponse | undefined {
  const [tbs, algorithm, bits, wrapped] =
    membersOf(
      der && readDer(der, TAG.sequence),
      one(TAG.sequence),
      one(TAG.sequence),
      one(TAG.bitString),
      optional(contextConstructed(0)),
    ) ?? [];
  const signature = readBits(bits);
  const data = readResponseData(tbs);
  if (!tbs || !signature || !data) return undefined;
  const list = innerOf(wrapped, TAG.sequence);
  const certificates = (list ? childrenOf(list) : [])
    .slice(0, RESPONDER_CERTIFICATES_MAX)
    .map(({ raw }) => parseX509(raw))
    .filter((certificate) => certificate !== undefined);
  return { tbs: tbs.raw, signatureAlgorithm: readAlgorithm(algorithm), signature, certificates, ...data };
}

/** ResponseData; its version is v1 and therefore not written. */
function readResponseData(
  tbs: DerValue | undefined,
): Pick<BasicResponse, 'responder' | 'answers' | 'extensions'> | undefined {
  const members = membersOf(
    tbs,
    one(contextConstructed(1), contextConstructed(2)),
    one(TAG.generalizedTime),
    one(TAG.sequence),
    optional(contextConstructed(1)),
  );
  const [responderId, , responses, wrapped] = members ?? [];
  const responder = readResponderId(responderId);
  const answers = responses && childrenOf(responses).map(readSingleResponse);
  const extensions = readWrappedExtensions(wrapped);
  if (!responder || !extensions || !answers?.every((answer) => answer !== undefined)) return undefined;
  return { responder, answers, extensions };
}

function readResponderId(value: DerValue | undefined): ResponderId | undefined {
  const name = value?.tag === contextConstructed(1) ? innerOf(value, TAG.sequence) : undefined;
  if (name !== undefined) return { by: 'name', name: name.raw };
  const keyHash = value?.tag === contextConstructed(2) ? innerOf(value, TAG.octetString) : undefined;
  return keyHash && { by: 'key', keyHash: keyHash.content };
}

function readSingleResponse(value: DerValue): SingleAnswer | undefined {
  const members = membersOf(
    value,
    one(TAG.sequence),
    one(contextPrimitive(0), contextConstructed(1), contextPrimitive(2)),
    one(TAG.generalizedTime),
    optional(contextConstructed(0)),
    optional(contextConstructed(1)),
  );
  const [certId, certStatus, update, wrappedEnd, wrappedExtensions] = members ?? [];
  const status = readCertStatus(certStatus);
  const thisUpdate = readMoment(update);
  const nextUpdate = readMoment(innerOf(wrappedEnd, TAG.generalizedTime));
  const extensions = readWrappedExtensions(wrappedExtensions);
  if (!certId || !status || !thisUpdate || !extensions) return undefined;
  if (wrappedEnd !== undefined && nextUpdate === undefined) return undefined;
  return { certId, status, thisUpdate, nextUpdate, extensions };
}

/** CertStatus: good and unknown are NULL under their tags. */
function readCertStatus(value: DerValue | undefined): OcspReading | undefined {
  switch (value?.tag) {
    case contextPrimitive(0):
      return value.content.length === 0 ? { kind: 'good' } : undefined;
    case contextPrimitive(2):
      return value.content.length === 0 ? { kind: 'not-issued' } : undefined;
    case contextConstructed(1): {
      const [time, wrapped] =
        membersOf(value, one(TAG.generalizedTime), optional(contextConstructed(0))) ?? [];
      const at = readMoment(time);
      return at && { kind: 'revoked', at, reason: reasonOf(innerOf(wrapped, TAG.enumerated)?.content[0]) };
    }
    default:
      return undefined;
  }
}

/**
 * Keys that may have signed (RFC 6960, 4.2.2.2): the authority's own, when the responder names itself so, and those
 * of responders that this authority appointed. The names of all generations are the same, so a name alone decides
 * nothing: the signature does.
 */
function candidateSigners(
  { responder, certificates }: BasicResponse,
  { anchor, at }: { readonly anchor: TrustAnchor; readonly at: Date },
): KeyObject[] {
  const signers: KeyObject[] = [];
  if (isNamed(responder, anchor.name, anchor.publicKeyBits)) signers.push(anchor.publicKey);
  for (const certificate of certificates) {
    if (!isNamed(responder, certificate.subject, certificate.publicKeyBits)) continue;
    const key = appointedResponderKey(certificate, anchor, at);
    if (key !== undefined) signers.push(key);
  }
  return signers;
}

function isNamed(responder: ResponderId, name: Uint8Array, publicKeyBits: Uint8Array): boolean {
  if (responder.by === 'name') return equalBytes(responder.name, name);
  return equalBytes(responder.keyHash, createHash('sha1').update(publicKeyBits).digest());
}

const RESPONDER_EXTENSIONS: ReadonlySet<string> = new Set([
  EXTENSION.basicConstraints,
  EXTENSION.extendedKeyUsage,
  EXTENSION.keyUsage,
]);

/** The responder that each authority appointed last: its answers carry the same certificate for days. */
const lastAppointed = new WeakMap<TrustAnchor, { readonly raw: Uint8Array; readonly key: KeyObject }>();

/** The key of a certificate that makes its holder a responder of `anchor` at `at`, else `undefined`. */
function appointedResponderKey(
  certificate: X509Certificate,
  anchor: TrustAnchor,
  at: Date,
): KeyObject | undefined {
  if (validityAt(certificate, at) !== undefined) return undefined;
  const known = lastAppointed.get(anchor);
  if (known !== undefined && equalBytes(known.raw, certificate.raw)) return known.key;
  const key = responderKeyUnder(certificate, anchor);
  if (key !== undefined) lastAppointed.set(anchor, { raw: certificate.raw, key });
  return key;
}

function responderKeyUnder(certificate: X509Certificate, anchor: TrustAnchor): KeyObject | undefined {
  const issuerKeyId = readIssuerKeyId(certificate);
  const isIssuedByAnchor =
    certificate.signatureAlgorithm === SHA256_WITH_RSA &&
    equalBytes(certificate.issuer, anchor.name) &&
    issuerKeyId !== undefined &&
    equalBytes(issuerKeyId, anchor.keyId) &&
    isSignedBy(anchor.publicKey, certificate.tbs, certificate.signature);
  if (!isIssuedByAnchor) return undefined;
  if (hasUnknownCritical(certificate.extensions, RESPONDER_EXTENSIONS)) return undefined;
  if (!isResponderProfile(certificate)) return undefined;
  return importRsaKey(certificate.spki);
}

/** OCSPSigning and nothing else, no authority, and exempt from revocation itself (RFC 6960, 4.2.2.2.1). */
function isResponderProfile(certificate: X509Certificate): boolean {
  const purpose = findExtension(certificate, EXTENSION.extendedKeyUsage);
  const keyUsage = findExtension(certificate, EXTENSION.keyUsage);
  const constraints = findExtension(certificate, EXTENSION.basicConstraints);
  return (
    purpose !== undefined &&
    isForPurposeOnly(purpose.value, KEY_PURPOSE.ocspSigning) &&
    keyUsage !== undefined &&
    equalBytes(keyUsage.value, KEY_USAGE.auth) &&
    (constraints === undefined || isAuthorityConstraints(constraints.value) === false) &&
    findExtension(certificate, EXTENSION.ocspNoCheck) !== undefined
  );
}

function repeatsNonce(extensions: readonly Extension[], nonce: Uint8Array): boolean {
  const extension = extensions.find(({ oid }) => oid === EXTENSION.ocspNonce);
  const value = extension && readDer(extension.value, TAG.octetString);
  return value !== undefined && equalBytes(value.content, nonce);
}

function isAbout({ certId }: SingleAnswer, { certId: asked }: OcspRequest): boolean {
  const answered = readCertId(certId);
  return answered !== undefined && isSameCertId(answered, asked);
}

function unusable(why: string): OcspReading {
  return { kind: 'unusable', why };
}
