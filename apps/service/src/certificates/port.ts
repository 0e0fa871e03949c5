import type { Credential, Refusal, TargetPin } from '@kaijo/contract';

/** One card, as the issuer's directory knows it: nothing here names its holder (protocol.md, Trust). */
export interface Card {
  /** HMAC of the management id: the card's name in tables and audit (R16, R39). */
  readonly ref: string;
  /** 10 bytes; card management expects it of the card at the other end. */
  readonly managementId: Uint8Array;
  /** What a stop switch may name (R42). */
  readonly generation: string;
  /** SHA-256 over EF 0002 of the card-face application. */
  readonly cardFaceDigest: Uint8Array;
}

export interface UsableCard {
  readonly kind: 'usable';
  readonly card: Card;
}

export interface ProvenCard {
  readonly kind: 'proven';
  readonly card: Card;
}

/** A `certificate-…` problem that names the certificate and the reason (R5), `revocation-unknown`, `signature-invalid`. */
export interface Refused {
  readonly kind: 'refuse';
  readonly refusal: Refusal;
}

/** A message that a key of the card has signed (RSASSA-PKCS1-v1_5 with SHA-256 over `message`). */
export interface SignedMessage {
  readonly credential: Credential;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * The card behind a certificate, and the state of both of its certificates (R5, R6). Asks the issuer's directory and
 * responders each time: nothing is kept that could hide a revocation. For `prepare`, outside of any transaction.
 *
 * Whether a credential is of the PIN that the step asks for (R2) is the caller's to check.
 */
export interface Certificates {
  /** Kiosk, first message: the auth certificate that was on the reader, nothing signed yet. Both must be usable. */
  check(authCertificate: Uint8Array, now: Date): Promise<UsableCard | Refused>;

  /**
   * Counter: the same, where only the certificates that are named must be usable; those of PINs that nobody asks for may
   * have ended (R34). None named: a card that the directory knows.
   */
  checkOf(
    authCertificate: Uint8Array,
    wanted: readonly TargetPin[],
    now: Date,
  ): Promise<UsableCard | Refused>;

  /**
   * The card has signed, and both of its certificates are usable. The signature comes first: an unknown serial and a
   * wrong signature are both `signature-invalid`, after the same work, whatever the state of the certificates.
   */
  checkSigned(signed: SignedMessage, now: Date): Promise<UsableCard | Refused>;

  /**
   * R31: the card has signed, whatever the state of its certificates is by now: a proof is a fact. Refusals are
   * `signature-invalid`, and `revocation-unknown` while the directory does not answer.
   */
  prove(signed: SignedMessage): Promise<ProvenCard | Refused>;

  /** The name of the card with this auth certificate, for staff acts (R22); nothing else about it is checked. */
  referenceOf(authCertificate: Uint8Array): Promise<string | Refused>;
}
