import type { CertificateKind } from '../profile/oids.ts';

/** What came back, byte for byte and not yet believed, or why nothing did. */
export type RevocationAnswer =
  | { readonly kind: 'answer'; readonly der: Uint8Array }
  | { readonly kind: 'unreachable'; readonly why: string };

/** Carries OCSP requests to the responder of one kind of certificates (RFC 6960, appendix A). */
export interface OcspClient {
  requestStatus(kind: CertificateKind, request: Uint8Array): Promise<RevocationAnswer>;
}

/** Lists that came back, or why none did. Without `delta` there was no list of changes to be had. */
export type CrlAnswer =
  | { readonly kind: 'answer'; readonly der: Uint8Array; readonly delta?: Uint8Array }
  | { readonly kind: 'unreachable'; readonly why: string };

/**
 * Fetches the complete revocation list of one authority, and the changes since where it publishes them. A client that
 * keeps a list gives out the same array again, so that it is verified once only.
 */
export interface CrlClient {
  fetchCrl(kind: CertificateKind, issuerKeyId: Uint8Array): Promise<CrlAnswer>;
}
