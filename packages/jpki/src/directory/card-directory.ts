import type { CertificateKind } from '../profile/oids.ts';

/** The auth certificate of a card, as the directory knows it. */
export interface AuthCertificateEntry {
  readonly serial: Uint8Array;
  readonly issuerKeyId: Uint8Array;
  /** SHA-256 over the certificate's DER. */
  readonly certificateDigest: Uint8Array;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/**
 * The sign certificate of a card. Its public key and dates stand here because the certificate itself names the
 * holder and never leaves phone or kiosk (protocol.md, "Phone"), and because it cannot be read while the sign PIN is
 * locked (R6).
 */
export interface SignCertificateEntry {
  readonly serial: Uint8Array;
  readonly issuerKeyId: Uint8Array;
  readonly spki: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What belongs to one card, without a name (protocol.md, "Trust"). */
export interface DirectoryEntry {
  /** 10 bytes: the diversification data of INITIALIZE UPDATE. */
  readonly managementId: Uint8Array;
  /** Of the card, as `2023`; a stop switch names it (R42). */
  readonly generation: string;
  /** SHA-256 over the bytes of EF 0002 of the card-face application. */
  readonly cardFaceDigest: Uint8Array;
  readonly auth: AuthCertificateEntry;
  /** Absent for holders under 15 and adult wards (R41). */
  readonly sign?: SignCertificateEntry;
}

/** Names a certificate wherever its bytes are not at hand. */
export interface CertificateReference {
  readonly issuerKeyId: Uint8Array;
  readonly serial: Uint8Array;
}

export type DirectoryAnswer =
  | { readonly kind: 'found'; readonly entry: DirectoryEntry }
  | { readonly kind: 'unknown' }
  /** Nothing can be said of the card: the caller refuses. */
  | { readonly kind: 'unreachable'; readonly why: string };

/** The issuer's directory: which certificates, card face and management id are one card. */
export interface CardDirectory {
  findByCertificate(kind: CertificateKind, certificate: CertificateReference): Promise<DirectoryAnswer>;
}
