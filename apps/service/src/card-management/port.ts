import type { PinKind } from '@kaijo/contract';

/**
 * The issuer's management commands, seen from the service: open a channel, authorise one PIN's initialisation in it,
 * check what the card answered. How it is done is the issuer's (card.md, Reset); nothing above this file knows.
 *
 * Each call stands alone: what has to be remembered between two messages is the `channel`, opaque bytes without any
 * secret in them, so that any process can take the next message. Keys live for the length of one call.
 */
export interface CardManagement {
  /** The commands that open a channel to a card, whichever it turns out to be. */
  open(): OpenedChannel;

  /**
   * Decides on the card's answers to the opening commands: is a genuine card at the other end, and is it this one?
   * If so, the commands that initialise the target PIN and nothing else.
   */
  authorise(of: {
    readonly channel: Uint8Array;
    readonly responses: readonly Uint8Array[];
    readonly targetPin: PinKind;
    /** The card that the holder's certificate belongs to, by the directory (R29). */
    readonly managementId: Uint8Array;
  }): Promise<AuthorisedChannel | AnotherCard | CardRefusal>;

  /** Did the card itself carry out what was authorised (R31)? `channel` is the one that `authorise` gave. */
  verify(of: {
    readonly channel: Uint8Array;
    readonly responses: readonly Uint8Array[];
    readonly targetPin: PinKind;
  }): Promise<{ readonly kind: 'initialised' } | CardRefusal>;

  /**
   * The commands by which the card attests whether a PIN has a value, in a channel of their own. For the PINs without a
   * key behind them (R34).
   */
  attest(of: {
    readonly channel: Uint8Array;
    readonly responses: readonly Uint8Array[];
    readonly pin: PinKind;
    readonly managementId: Uint8Array;
  }): Promise<AuthorisedChannel | AnotherCard | CardRefusal>;

  /** The management id of the card that an authorised channel is with. */
  cardOf(channel: Uint8Array): Uint8Array;

  /** What the card attested. `channel` is the one that `attest` gave. */
  attested(of: {
    readonly channel: Uint8Array;
    readonly responses: readonly Uint8Array[];
    readonly pin: PinKind;
  }): Promise<{ readonly kind: 'set' } | { readonly kind: 'not-set' } | CardRefusal>;
}

export interface OpenedChannel {
  readonly channel: Uint8Array;
  /** Command APDUs, to be sent as they stand, in order. */
  readonly commands: readonly Uint8Array[];
}

export interface AuthorisedChannel extends OpenedChannel {
  readonly kind: 'authorised';
}

/** A genuine card or not: it does not say that it is the expected one. */
export interface AnotherCard {
  readonly kind: 'another-card';
}

export interface CardRefusal {
  readonly kind: 'refused';
  readonly reason: CardRefusalReason;
  /** The status word, where the card itself refused: four hex digits. */
  readonly statusWord?: string;
}

/** Words of the contract's `card-refused`; they do not change. */
export type CardRefusalReason =
  /** The answers are none that such a card gives: too few, too short, another protocol. */
  | 'malformed-response'
  /** The card answered a command with an error. */
  | 'status-word'
  /** The card's keys come from a master key that this operator does not have. */
  | 'unknown-key-version'
  /** The card's cryptogram is not that of a genuine card. */
  | 'wrong-cryptogram'
  /** The channel is not with the application that the PIN is in. */
  | 'another-application'
  /** The answer to the reset was not made by the card that was authorised. */
  | 'bad-r-mac';
