import type { CertificateKind } from '../profile/oids.ts';

/** What came back, byte for byte and not yet believed, or why nothing did. */
export type RevocationAnswer =
  | { readonly kind: 'answer'; readonly der: Uint8Array }
  | { readonly kind: 'unreachable'; readonly why: string };

/** Carries OCSP requests to the responder of one kind of certificates (RFC 6960, appendix A). */
export interface OcspClient {
  requestStatus(kind: CertificateKind, request: Uint8Array): Promise<RevocationAnswer>;
}

/**
 * Fetches the certificate revocation list of one authority. A client that keeps a list gives out the same array
 * again, so that it is verified once only.
 */
export interface CrlClient {
  fetchCrl(kind: CertificateKind, issuerKeyId: Uint8Array): Promise<RevocationAnswer>;
}
