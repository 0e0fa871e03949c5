import type { CardKeys } from '@kaijo/scp03';

/** What a reference stands for: one value never has the same reference as card and as app, or as a survey’s visit. */
export type ReferenceKind = 'card' | 'app' | 'visit';

/**
 * The operator's keys. The file store keeps them in a folder; a hardware module does the same operations inside.
 * The master keys and the reference key never leave it.
 */
export interface KeyStore {
  /**
   * The card's static SCP03 keys (card.md, Reset), derived from the card master key of that version; `undefined` for
   * a version that this operator does not have. Whoever asked for them wipes them.
   * @throws RangeError for a management id that has not 10 bytes
   */
  cardKeys(keyVersion: number, managementId: Uint8Array): Promise<CardKeys | undefined>;

  /** The version that new cards are personalised with and channels are opened under (KVN, 1-127). */
  readonly currentCardKeyVersion: number;

  /**
   * The name under which a card (by its management id) or an app installation (by its id's bytes) is known in tables
   * and audit: HMAC-SHA-256 under the operator's key, base64url, 43 characters (R39). Without the key nobody can tell
   * which card it is.
   */
  reference(kind: ReferenceKind, bytes: Uint8Array): Promise<string>;

  /** Ed25519 (RFC 8032) over `message`: 64 bytes. */
  signAudit(message: Uint8Array): Promise<Uint8Array>;

  /** The Ed25519 public key, 32 bytes. */
  auditPublicKey(): Promise<Uint8Array>;

  /** Public keys that signed before they were rotated out, the oldest first: older heads are verified with them. */
  retiredAuditKeys(): Promise<readonly Uint8Array[]>;
}
