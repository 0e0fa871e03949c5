import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  BasicOCSPResponse,
  CertID,
  CertStatus,
  id_kp_OCSPSigning,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nocheck,
  id_pkix_ocsp_nonce,
  KeyHash,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Certificate, CRLReason } from '@peculiar/asn1-x509';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { NAME_ATTRIBUTE } from '../profile/names.ts';
import { certIdOf, encodeCertId, isSameCertId } from '../revocation/cert-id.ts';
import { type ReceivedOcspRequest, readOcspRequest } from '../revocation/ocsp-request.ts';
import { reasonNumber } from '../revocation/status.ts';
import { encodeAsn1 } from './asn1.ts';
import { authorityName, type DemoAuthority, keyIdOf } from './authority.ts';
import type { CertificateRegister } from './certificate-register.ts';
import { authorityKeyIdentifier, extendedKeyUsage, extension, keyUsage } from './extensions.ts';
import { nameOf } from './names.ts';
import { sha256WithRsa, signBytes, signCertificate, wholeSeconds } from './sign-certificate.ts';

const RESPONDER_VALIDITY_MS = 7 * 24 * 3_600_000;
/** How long before its end the responder's certificate is made anew. */
const RESPONDER_RENEWAL_MS = 24 * 3_600_000;
const ANSWER_VALIDITY_MS = 10 * 60_000;

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
    const request = readOcspRequest(requestDer);
    if (request === undefined) return failure(OCSPResponseStatus.malformedRequest);
    const authority = authorities.find((candidate) => isIssuer(candidate, request));
    if (authority === undefined) return failure(OCSPResponseStatus.unauthorized);

    const response = new SingleResponse({
      certID: AsnConvert.parse(encodeCertId(request.certId), CertID),
      certStatus: await this.#statusOf(authority, request.certId.serial),
      thisUpdate: wholeSeconds(now),
      nextUpdate: wholeSeconds(new Date(now.getTime() + ANSWER_VALIDITY_MS)),
    });
    return this.#sign(authority, response, request.nonce, now);
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
    const nonceExtension = nonce && extension(id_pkix_ocsp_nonce, new OctetString(Uint8Array.from(nonce)));
    const tbsResponseData = new ResponseData({
      responderID: new ResponderID({ byKey: new KeyHash(keyIdOf(this.#spki)) }),
      producedAt: wholeSeconds(now),
      responses: [response],
      ...(nonceExtension ? { responseExtensions: [nonceExtension] } : {}),
    });
    const basic = new BasicOCSPResponse({
      tbsResponseData,
      signatureAlgorithm: sha256WithRsa(),
      signature: signBytes(encodeAsn1(tbsResponseData), this.#key),
      certs: [this.#appointmentBy(authority, now)],
    });
    return encodeAsn1(
      new OCSPResponse({
        responseStatus: OCSPResponseStatus.successful,
        responseBytes: new ResponseBytes({
          responseType: id_pkix_ocsp_basic,
          response: new OctetString(encodeAsn1(basic)),
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
          authorityKeyIdentifier(authority.anchor.keyId),
        ],
      },
      authority.privateKey,
    );
    const certificate = AsnConvert.parse(der, Certificate);
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

function isIssuer({ anchor }: DemoAuthority, { certId }: ReceivedOcspRequest): boolean {
  return isSameCertId(certId, certIdOf(certId.serial, anchor, certId.hash));
}

function failure(responseStatus: OCSPResponseStatus): Uint8Array {
  return encodeAsn1(new OCSPResponse({ responseStatus }));
}
