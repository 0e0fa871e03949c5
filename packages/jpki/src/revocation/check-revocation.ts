import { equalBytes } from '@kaijo/iso7816';
import type { TrustAnchor } from '../trust/trust-anchor.ts';
import type { CrlClient, OcspClient } from './clients.ts';
import { buildOcspRequest } from './ocsp-request.ts';
import { readOcspResponse } from './ocsp-response.ts';
import { type ListStatus, searchLists } from './search-lists.ts';
import type { Revocation } from './status.ts';
import type { Unusable } from './verified-list.ts';

/** Names the certificate to the authority. A directory entry has these too: R6 asks without the certificate. */
export interface RevocationSubject {
  readonly serial: Uint8Array;
  readonly issuerKeyId: Uint8Array;
}

export type RevocationState =
  | { readonly kind: 'good'; readonly source: 'ocsp' | 'crl' }
  | ({ readonly kind: 'revoked'; readonly source: 'ocsp' | 'crl' } & Revocation)
  /** Nobody who may answer did: the caller refuses (`revocation-unknown`). */
  | { readonly kind: 'unknown'; readonly why: string };

export interface RevocationOptions {
  /** The authority that issued the certificate. */
  readonly anchor: TrustAnchor;
  readonly ocsp?: OcspClient;
  readonly crl?: CrlClient;
  readonly at: Date;
  /** Cryptographically strong; for the nonce. */
  readonly random: (length: number) => Uint8Array;
}

/** RFC 9654, 2.1. */
const NONCE_BYTES = 32;

/**
 * Has the certificate been revoked? (R5) OCSP first, CRL second, and `unknown` when neither gives an answer that is
 * signed by the right party, for this certificate and fresh at `at` (RFC 6960, 3.2; RFC 5280, 6.3): fails closed.
 *
 * A responder that does not know the certificate ends the search: the list of a certificate that was never issued
 * would say nothing against it.
 */
export async function checkRevocation(
  subject: RevocationSubject,
  options: RevocationOptions,
): Promise<RevocationState> {
  if (!equalBytes(subject.issuerKeyId, options.anchor.keyId))
    return { kind: 'unknown', why: 'the certificate has another issuer' };

  const fromOcsp = await askResponder(subject, options);
  switch (fromOcsp.kind) {
    case 'good':
    case 'revoked':
      return { ...fromOcsp, source: 'ocsp' };
    case 'not-issued':
      return { kind: 'unknown', why: 'OCSP: the responder does not know the certificate' };
    case 'unusable': {
      const fromCrl = await searchList(subject, options);
      if (fromCrl.kind !== 'unusable') return { ...fromCrl, source: 'crl' };
      return { kind: 'unknown', why: `OCSP: ${fromOcsp.why}; CRL: ${fromCrl.why}` };
    }
  }
}

type Status = { readonly kind: 'good' } | ({ readonly kind: 'revoked' } & Revocation);

async function askResponder(
  { serial }: RevocationSubject,
  { anchor, ocsp, at, random }: RevocationOptions,
): Promise<Status | { readonly kind: 'not-issued' } | Unusable> {
  if (ocsp === undefined) return { kind: 'unusable', why: 'not configured' };
  const request = buildOcspRequest({ serial, anchor, nonce: random(NONCE_BYTES) });
  const answer = await ocsp.requestStatus(anchor.kind, request.der);
  if (answer.kind === 'unreachable') return { kind: 'unusable', why: answer.why };
  return readOcspResponse(answer.der, { request, anchor, at });
}

async function searchList(
  { serial }: RevocationSubject,
  { anchor, crl, at }: RevocationOptions,
): Promise<ListStatus> {
  if (crl === undefined) return { kind: 'unusable', why: 'not configured' };
  const answer = await crl.fetchCrl(anchor.kind, anchor.keyId);
  if (answer.kind === 'unreachable') return { kind: 'unusable', why: answer.why };
  return searchLists(answer, { serial, anchor, at });
}
