import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { equalBytes } from '@kaijo/iso7816';
import {
  BasicOCSPResponse,
  type CertID,
  CertStatus,
  id_kp_OCSPSigning,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nocheck,
  id_pkix_ocsp_nonce,
  KeyHash,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { OctetString } from '@peculiar/asn1-schema';
import { Certificate, CRLReason, type Extension } from '@peculiar/asn1-x509';
import { decodeDer, encodeDer } from '../der/x509.ts';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { NAME_ATTRIBUTE, nameOf } from '../profile/names.ts';
import { CERT_ID_HASHES, type CertIdHash, certIdOf } from '../revocation/ocsp-request.ts';
import { reasonNumber } from '../revocation/status.ts';
import { publicKeyBitsOf } from '../trust/trust-anchor.ts';
import { authorityName, type DemoAuthority, keyIdOf } from './authority.ts';
import type { CertificateRegister } from './certificate-register.ts';
import { authorityKeyIdentifier, extendedKeyUsage, extension, keyUsage } from './extensions.ts';
import { sha256WithRsa, signBytes, signCertificate, wholeSeconds } from './sign-certificate.ts';

const RESPONDER_VALIDITY_MS = 7 * 24 * 3_600_000;
/** How long before its end the responder's certificate is made anew. */
const RESPONDER_RENEWAL_MS = 24 * 3_600_000;
const ANSWER_VALIDITY_MS = 10 * 60_000;

/** RFC 9654, 2.1: longer nonces may be refused, an empty one is none. */
const NONCE_BYTES_MAX = 128;

/**
 * Answers OCSP requests (RFC 6960) as a responder that each authority appoints for a week at a time
 * (4.2.2.2: a delegated responder).
 */
export class OcspResponder {
  readonly #key: KeyObject;
  readonly #spki: Uint8Array;
  readonly #register: CertificateRegister;
  readonly #random: (length: number) => Uint8Array;
  readonly #appointments = new Map<
    DemoAuthority,
    { readonly certificate: Certificate; readonly until: number }
  >();

  constructor(options: {
    readonly key: KeyObject;
    readonly register: CertificateRegister;
    readonly random: (length: number) => Uint8Array;
  }) {
    this.#key = options.key;
    this.#spki = createPublicKey(options.key).export({ type: 'spki', format: 'der' });
    this.#register = options.register;
    this.#random = options.random;
  }

  /** One certificate to a request, as its clients ask; never throws for what stands in the request. */
  async answer(
    requestDer: Uint8Array,
    authorities: readonly DemoAuthority[],
    now: Date,
  ): Promise<Uint8Array> {
    const request = decodeDer(requestDer, OCSPRequest)?.tbsRequest;
    const [asked, ...more] = request?.requestList ?? [];
    if (request === undefined || asked === undefined || more.length > 0)
      return failure(OCSPResponseStatus.malformedRequest);
    const nonce = readNonce(request.requestExtensions);
    if (nonce === 'malformed') return failure(OCSPResponseStatus.malformedRequest);
    const serial = new Uint8Array(asked.reqCert.serialNumber);
    const unsigned = serial[0] === 0 ? serial.subarray(1) : serial;
    const authority = authorities.find((candidate) => isIssuer(candidate, asked.reqCert, unsigned));
    if (authority === undefined) return failure(OCSPResponseStatus.unauthorized);

    const response = new SingleResponse({
      certID: asked.reqCert,
      certStatus: await this.#statusOf(authority, unsigned),
      thisUpdate: wholeSeconds(now),
      nextUpdate: wholeSeconds(new Date(now.getTime() + ANSWER_VALIDITY_MS)),
    });
    return this.#sign(authority, response, nonce, now);
  }

  async #statusOf({ anchor }: DemoAuthority, serial: Uint8Array): Promise<CertStatus> {
    const revocation = await this.#register.findRevocation(anchor, serial);
    if (revocation !== undefined)
      return new CertStatus({
        revoked: new RevokedInfo({
          revocationTime: wholeSeconds(revocation.at),
          revocationReason: new CRLReason(reasonNumber(revocation.reason)),
        }),
      });
    return (await this.#register.isIssued(anchor, serial))
      ? new CertStatus({ good: null })
      : new CertStatus({ unknown: null });
  }

  #sign(
    authority: DemoAuthority,
    response: SingleResponse,
    nonce: Uint8Array | undefined,
    now: Date,
  ): Uint8Array {
    const keyHash = createHash('sha1').update(publicKeyBitsOf(this.#spki)).digest();
    const nonceExtension = nonce && extension(id_pkix_ocsp_nonce, new OctetString(Uint8Array.from(nonce)));
    const tbsResponseData = new ResponseData({
      responderID: new ResponderID({ byKey: new KeyHash(keyHash) }),
      producedAt: wholeSeconds(now),
      responses: [response],
      ...(nonceExtension ? { responseExtensions: [nonceExtension] } : {}),
    });
    const basic = new BasicOCSPResponse({
      tbsResponseData,
      signatureAlgorithm: sha256WithRsa(),
      signature: signBytes(encodeDer(tbsResponseData), this.#key),
      certs: [this.#appointmentBy(authority, now)],
    });
    return encodeDer(
      new OCSPResponse({
        responseStatus: OCSPResponseStatus.successful,
        responseBytes: new ResponseBytes({
          responseType: id_pkix_ocsp_basic,
          response: new OctetString(encodeDer(basic)),
        }),
      }),
    );
  }

  #appointmentBy(authority: DemoAuthority, now: Date): Certificate {
    const known = this.#appointments.get(authority);
    if (known !== undefined && now.getTime() < known.until - RESPONDER_RENEWAL_MS) return known.certificate;
    const until = now.getTime() + RESPONDER_VALIDITY_MS;
    const der = signCertificate(
      {
        serial: this.#serial(),
        issuer: authorityName(authority.anchor.kind),
        notBefore: new Date(now.getTime() - RESPONDER_RENEWAL_MS),
        notAfter: new Date(until),
        subject: nameOf(
          [NAME_ATTRIBUTE.country, 'JP'],
          [NAME_ATTRIBUTE.organization, 'JPKI'],
          [NAME_ATTRIBUTE.commonName, 'Kaijo demo OCSP responder'],
        ),
        spki: this.#spki,
        extensions: [
          keyUsage(KEY_USAGE.auth),
          extendedKeyUsage(id_kp_OCSPSigning),
          extension(id_pkix_ocsp_nocheck, Uint8Array.of(0x05, 0x00)),
          authorityKeyIdentifier(keyIdOf(spkiOf(authority))),
        ],
      },
      authority.privateKey,
    );
    const certificate = decodeDer(der, Certificate);
    if (certificate === undefined) throw new Error('the responder was appointed with a broken certificate');
    this.#appointments.set(authority, { certificate, until });
    return certificate;
  }

  /** Sixteen bytes, where cards have eight: the two never meet. */
  #serial(): Uint8Array {
    const serial = Uint8Array.from(this.#random(16));
    serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
    return serial;
  }
}

function spkiOf(authority: DemoAuthority): Uint8Array {
  return authority.anchor.publicKey.export({ type: 'spki', format: 'der' });
}

function isIssuer({ anchor }: DemoAuthority, asked: CertID, serial: Uint8Array): boolean {
  const hash = (Object.keys(CERT_ID_HASHES) as CertIdHash[]).find(
    (name) => CERT_ID_HASHES[name] === asked.hashAlgorithm.algorithm,
  );
  if (hash === undefined) return false;
  const ours = certIdOf(serial, anchor, hash);
  const same = (a: OctetString, b: OctetString) =>
    equalBytes(new Uint8Array(a.buffer), new Uint8Array(b.buffer));
  return same(ours.issuerNameHash, asked.issuerNameHash) && same(ours.issuerKeyHash, asked.issuerKeyHash);
}

function readNonce(extensions: readonly Extension[] | undefined): Uint8Array | 'malformed' | undefined {
  const found = extensions?.find(({ extnID }) => extnID === id_pkix_ocsp_nonce);
  if (found === undefined) return undefined;
  const value = decodeDer(new Uint8Array(found.extnValue.buffer), OctetString);
  const nonce = value && new Uint8Array(value.buffer);
  const isAcceptable = nonce !== undefined && nonce.length > 0 && nonce.length <= NONCE_BYTES_MAX;
  return isAcceptable ? nonce : 'malformed';
}

function failure(responseStatus: OCSPResponseStatus): Uint8Array {
  return encodeDer(new OCSPResponse({ responseStatus }));
}
