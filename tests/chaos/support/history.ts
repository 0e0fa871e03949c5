import type { TargetPin } from '@kaijo/contract';

/** What a client knows for certain, written down the moment it knew it. `card`: the holder's card, by number. */
export type Fact =
  /** The phone was told that there is a reservation. */
  | { readonly kind: 'reserved'; readonly card: number; readonly reservation: string }
  /** The phone asked to cancel the reservation and was told that it is over, by whatever ended it first. */
  | {
      readonly kind: 'cancelled';
      readonly card: number;
      readonly reservation: string;
      readonly endedBy: string;
    }
  /** A call of the face check was made that shows somebody else's face; its answer may never have come. */
  | { readonly kind: 'face-shown'; readonly card: number }
  /** It was answered as a failed check. */
  | { readonly kind: 'face-failed'; readonly card: number; readonly triesLeft: number }
  /** It was answered as restricted (R19). */
  | { readonly kind: 'restricted'; readonly card: number }
  /** The card has verified the new PIN and signed: the proof is in the kiosk's outbox (R31). */
  | { readonly kind: 'proof-kept'; readonly card: number; readonly session: string }
  /** The kiosk has its receipt. */
  | { readonly kind: 'receipt'; readonly card: number; readonly session: string; readonly receipt: string };

/** A card at the end, looked into from the side that knows what was typed. */
export interface CardAtEnd {
  readonly card: number;
  readonly targetPin: TargetPin;
  /** The value of the target PIN; `undefined`: initialised, not set. */
  readonly value: string | undefined;
  /** Values that R33 allows: the one before the last attempt, or the one that was typed last. */
  readonly allowed: readonly (string | undefined)[];
  /** Tries left of the PIN that the holder proved with; full when no try was lost to a fault. */
  readonly provingTriesLeft: number;
  readonly provingTriesFull: number;
}

/** What the database holds after everything has come to rest. */
export interface Stored {
  readonly reservations: readonly {
    readonly id: string;
    readonly cardRef: string;
    readonly state: string;
    readonly endedBy: string | null;
    readonly authorisedSession: string | null;
  }[];
  readonly kioskSessions: readonly {
    readonly id: string;
    readonly reservation: string;
    readonly state: string;
    readonly receipt: string | null;
  }[];
  /** In the order of their times. */
  readonly audit: readonly {
    readonly kind: string;
    readonly subjects: Readonly<Record<string, string>>;
    readonly data: Readonly<Record<string, unknown>>;
    readonly leafIndex: number | null;
  }[];
  readonly faceFailures: readonly {
    readonly cardRef: string;
    readonly failures: number;
    readonly restricted: boolean;
  }[];
  /** Cards that were seen with more than one live reservation at any moment of the run. */
  readonly cardsWithTwoLive: readonly string[];
  /** What `verifyAudit` says of the tree: `intact`, or the defect. */
  readonly auditTree: string;
}

export interface History {
  readonly facts: readonly Fact[];
  readonly cards: readonly CardAtEnd[];
  readonly stored: Stored;
}
