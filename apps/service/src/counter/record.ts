import type { IdentityDocument, PinKind } from '@kaijo/contract';

/** A person whom staff have checked, with one card (R34, R35). */
export interface CounterSession {
  readonly id: string;
  /** Member id and number of the clerk who checked the person; nobody else goes on with it. */
  readonly clerk: string;
  readonly clerkNumber: string;
  /** HMAC of the card's management id. */
  readonly cardRef: string;
  readonly identifiedBy: IdentityDocument;
  readonly secondPerson: 'not-needed' | 'needed' | 'confirmed';
  readonly openedAt: Date;
  readonly authoriseUntil: Date;
}

/** One PIN of a session. Every attempt has a nonce and a channel of its own; channels hold no secret. */
export type CounterReset = { readonly session: string; readonly pin: PinKind } & (
  | WaitingReset
  | BegunReset
  | AuthorisedReset
  | AttestingReset
  | CompletedReset
);

export interface WaitingReset {
  readonly state: 'waiting';
}

export interface BegunReset {
  readonly state: 'begun';
  readonly nonce: Uint8Array;
  readonly channel: Uint8Array;
}

export interface AuthorisedReset {
  readonly state: 'authorised';
  readonly nonce: Uint8Array;
  readonly channel: Uint8Array;
  /** The second channel, where the card will attest; absent where the PIN's key proves it. */
  readonly attestation?: Uint8Array;
}

export interface AttestingReset {
  readonly state: 'attesting';
  readonly nonce: Uint8Array;
  /** The first channel's answers were genuine: the card has initialised the PIN. */
  readonly attestation: Uint8Array;
}

export interface CompletedReset {
  readonly state: 'completed';
  readonly receipt: string;
  readonly completedAt: Date;
}
