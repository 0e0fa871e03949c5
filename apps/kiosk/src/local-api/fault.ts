import { PROBLEM_TYPES, ProblemDetails, type ProblemType, TargetPin, Timestamp } from '@kaijo/contract';
import { type Static, Type } from 'typebox';

/**
 * What is known of the target PIN on the card when a session has ended early (R33); the screen and the slip say no more
 * than this. `proven`: the new PIN works, and the service has not confirmed it yet (R31).
 */
export const CardTold = Type.Union([
  /** As it was before this session. */
  Type.Literal('unchanged'),
  Type.Literal('unchanged-or-initialised'),
  /** Unlocked, without a value. */
  Type.Literal('initialised'),
  Type.Literal('initialised-or-set'),
  /** The value that was typed twice, not proven. */
  Type.Literal('set'),
  Type.Literal('proven'),
]);
export type CardTold = Static<typeof CardTold>;

/** What the holder can do next, the first one first. */
export const WayOn = Type.Union([
  /** Put the same card on the reader again: the reservation still holds. */
  Type.Literal('again-here'),
  /** Later, here or at any kiosk that offers this PIN. */
  Type.Literal('again-later'),
  /** With the same reservation and the same card, at any kiosk: the reset has begun and has to be finished (R17). */
  Type.Literal('finish-anywhere'),
  /** Another store: `stores` of the problem says which (R27). */
  Type.Literal('another-store'),
  /** A new reservation on the phone (R14). */
  Type.Literal('reserve-by-phone'),
  /** Nothing: the kiosk delivers the proof by itself, and the app on the phone shows when it has arrived. */
  Type.Literal('look-at-the-phone'),
  Type.Literal('right-card'),
  Type.Literal('ask-staff'),
  Type.Literal('counter'),
]);
export type WayOn = Static<typeof WayOn>;

/** Why the session could not begin or go on. */
export const FaultKind = Type.Union([
  /** The service has refused; `problem` says what. */
  Type.Literal('refused'),
  /** The service gave no answer. */
  Type.Literal('service-unreachable'),
  /** The new PIN works on the card; the service could not be told yet (R31). The kiosk keeps on trying. */
  Type.Literal('proof-pending'),
  /** Taken away before the end (R32). */
  Type.Literal('card-removed'),
  /** Another card than the one that the session began with. */
  Type.Literal('card-changed'),
  /** Several readers have a card. */
  Type.Literal('several-cards'),
  Type.Literal('not-a-my-number-card'),
  /** R41: no certificate on the card. */
  Type.Literal('no-certificate'),
  /** No answer to reset: damaged, upside down, not a chip card. */
  Type.Literal('card-unreadable'),
  /** It answered what no My Number Card answers, or refused the issuer's commands. */
  Type.Literal('card-defective'),
  Type.Literal('card-refused'),
  /** R11 */
  Type.Literal('proving-pin-locked'),
  Type.Literal('reader-lost'),
  /** Another program holds the card: the session needs it for itself alone. */
  Type.Literal('reader-in-use'),
  /** The screen's program or the agent ended in the middle and was started again. */
  Type.Literal('interrupted'),
]);
export type FaultKind = Static<typeof FaultKind>;

/** The service's refusal as far as a screen may need it: no sentence, the screen has its own in every language. */
export const ScreenProblem = Type.Intersect([
  Type.Object({ type: Type.Union(PROBLEM_TYPES.map((type) => Type.Literal(type))) }),
  ProblemDetails,
]);
export type ScreenProblem = ProblemDetails & { readonly type: ProblemType };

export const Fault = Type.Object({
  kind: Type.Literal('fault'),
  fault: FaultKind,
  /** `refused` only. */
  problem: Type.Optional(ScreenProblem),
  /** Which PIN was to be reset; absent where the session did not come so far. */
  targetPin: Type.Optional(TargetPin),
  card: CardTold,
  /** In order of preference; never empty. */
  waysOn: Type.Array(WayOn, { minItems: 1 }),
  /** Until when the same reservation can go on, as far as it is known. */
  reservedUntil: Type.Optional(Timestamp),
  /** The card (or one of them) still lies on a reader: ask for it to be taken. The screen leaves when it is gone. */
  cardOnReader: Type.Boolean(),
  /** The small code at the end of the screen, for a support call: `no-reservation`, `card-removed` … */
  code: Type.String(),
});
export type Fault = Omit<Static<typeof Fault>, 'problem'> & { readonly problem?: ScreenProblem };
