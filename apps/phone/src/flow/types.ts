import type { CardFields } from '@kaijo/card-photo';
import type { LivenessAnswer, Reservation, StatusAnswer, TargetPin } from '@kaijo/contract';
import type { LockDiagnosis, PinB } from '@kaijo/mynacard';
import type { TakenFrames } from '@kaijo/procedures';
import type { Secret } from '@kaijo/secret';
import type { Failure } from './failure.ts';

/** Why the holder is sent to the counter; each has its sentence. */
export type CounterReason = 'both' | 'support-or-resident' | 'special-card' | 'no-way-on' | 'face';

/** What the phone knows of the day before the holder starts (R36, R43). */
export interface Outlook {
  readonly status: StatusAnswer;
}

/** A reservation as far as this phone knows it. `heard`: from the service just now; otherwise as it was last heard. */
export interface KnownReservation {
  readonly token: string;
  readonly reservation: Reservation;
  readonly heard: boolean;
}

/** What has gone wrong last on a screen that stays: told above what the holder does again. */
export type Hiccup =
  /** The card was taken away, or slipped. No try was lost that is not shown. */
  | { readonly kind: 'card-slipped' }
  | { readonly kind: 'pin-wrong'; readonly triesLeft: number }
  | { readonly kind: 'pin-b-wrong' };

export interface FlowContext {
  readonly target?: TargetPin | undefined;
  readonly outlook?: Outlook | undefined;
  /** What the tries left of both PINs say (R10: asked without spending one). */
  readonly diagnosis?: LockDiagnosis | undefined;
  readonly suggestion?: TargetPin | undefined;
  /** R44: the version that the holder consented to. */
  readonly terms?: string | undefined;
  /** What the photo of the card told; what is not sure is asked of the holder. */
  readonly read?: CardFields | undefined;
  /** Of the proving PIN. */
  readonly triesLeft?: number | undefined;
  readonly hiccup?: Hiccup | undefined;
  /** The service does not answer at the moment; it is asked again. */
  readonly waitingForNetwork: boolean;
  readonly challenge?: LivenessAnswer | undefined;
  readonly faceTriesLeft?: number | undefined;
  readonly failure?: Failure | undefined;
  readonly counter?: CounterReason | undefined;
  readonly known?: KnownReservation | undefined;
}

/** What the holder does. */
export type HolderEvent =
  | { readonly type: 'CHOOSE'; readonly target: TargetPin }
  | { readonly type: 'NOT_SURE' }
  | { readonly type: 'COUNTER'; readonly reason: CounterReason }
  | { readonly type: 'BACK' }
  | { readonly type: 'HOLD_CARD' }
  | { readonly type: 'ANSWER'; readonly points: TargetPin | 'unknown' }
  | { readonly type: 'START'; readonly terms?: string }
  | { readonly type: 'PHOTO_READ'; readonly read: CardFields }
  | { readonly type: 'TYPE_INSTEAD' }
  | { readonly type: 'PRINTED'; readonly pinB: PinB }
  | { readonly type: 'PIN'; readonly pin: Secret }
  | { readonly type: 'FACE_READY' }
  | { readonly type: 'FRAMES'; readonly taken: TakenFrames }
  | { readonly type: 'AGAIN' }
  | { readonly type: 'CANCEL' }
  | { readonly type: 'CONFIRM_CANCEL' }
  | { readonly type: 'RESTART' };

/** What the reservation's actor tells while it works through the procedure (packages/procedures). */
export type ProcedureEvent =
  | { readonly type: 'SESSION_OPEN' }
  | { readonly type: 'TRIES'; readonly left: number }
  | { readonly type: 'CARD_SLIPPED' }
  | { readonly type: 'PIN_WRONG'; readonly triesLeft: number }
  | { readonly type: 'PIN_B_WRONG' }
  | { readonly type: 'CARD_READ' }
  | { readonly type: 'NETWORK'; readonly waiting: boolean }
  | { readonly type: 'CHALLENGE'; readonly challenge: LivenessAnswer }
  | { readonly type: 'FACE_REFUSED'; readonly failure: Failure; readonly triesLeft?: number }
  | { readonly type: 'RESERVED'; readonly known: KnownReservation }
  | { readonly type: 'FAILED'; readonly failure: Failure };

export type WatchEvent =
  | { readonly type: 'RESERVATION'; readonly known: KnownReservation }
  | { readonly type: 'FORGOTTEN' };

export type FlowEvent = HolderEvent | ProcedureEvent | WatchEvent;
