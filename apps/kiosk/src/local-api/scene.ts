import { MaintenanceWindow, Receipt, Sentence, TargetPin, Timestamp } from '@kaijo/contract';
import { type Static, Type } from 'typebox';
import { Fault } from './fault.ts';

/** Nobody is here. Touching `start`, or a card on the reader, begins. */
export const StartScene = Type.Object({
  kind: Type.Literal('start'),
  /** R24: when kiosks close today. */
  closesAt: Timestamp,
  /** R36: announced windows that stop kiosks, the next first. */
  maintenanceAhead: Type.Array(MaintenanceWindow),
});

/** R24: outside the hours. */
export const ClosedScene = Type.Object({ kind: Type.Literal('closed'), opensAt: Timestamp });

/** R36: until when, in the operator's words. */
export const MaintenanceScene = Type.Object({
  kind: Type.Literal('maintenance'),
  until: Timestamp,
  sentence: Sentence,
});

/** R42: this kiosk, store or chain is stopped. */
export const StoppedScene = Type.Object({ kind: Type.Literal('stopped'), sentence: Sentence });

/** Why nothing can be done here for now. */
export const OutOfOrderReason = Type.Union([
  Type.Literal('starting'),
  Type.Literal('no-reader'),
  Type.Literal('service-unreachable'),
  /** The kiosk's certificate is unknown, ended or revoked. */
  Type.Literal('not-admitted'),
]);
export type OutOfOrderReason = Static<typeof OutOfOrderReason>;

export const OutOfOrderScene = Type.Object({ kind: Type.Literal('out-of-order'), reason: OutOfOrderReason });

/** Asks for the card. */
export const PutCardScene = Type.Object({ kind: Type.Literal('put-card') });

/** The card is being read and its reservation looked for. */
export const ReadingScene = Type.Object({ kind: Type.Literal('reading') });

/** The reservation was found: which PIN, and until when it is valid. `confirm` goes on. */
export const FoundScene = Type.Object({
  kind: Type.Literal('found'),
  targetPin: TargetPin,
  provingPin: TargetPin,
  reservedUntil: Timestamp,
  /** An earlier attempt was torn after its authorisation and goes on here (R17, R33). */
  resumed: Type.Boolean(),
});

/** The proving PIN is being typed. `triesLeft` is known before the first key (R10), unless the card does not tell. */
export const ProvingPinScene = Type.Object({
  kind: Type.Literal('proving-pin'),
  pin: TargetPin,
  triesLeft: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Number of characters typed. */
  entered: Type.Integer({ minimum: 0 }),
  /** The last one was wrong and has cost a try. */
  wrong: Type.Boolean(),
  /** The entry has the PIN's shape: `confirm` is accepted. A PIN of the wrong shape is never sent to the card (R10). */
  complete: Type.Boolean(),
});

/** The card is checking the proving PIN. */
export const CheckingScene = Type.Object({ kind: Type.Literal('checking'), pin: TargetPin });

/** R8: what of the shape is there already, for the rules that tick themselves off. */
export const PinTicks = Type.Object({
  length: Type.Boolean(),
  /** Sign PIN only; always true for the auth PIN. */
  letter: Type.Boolean(),
  digit: Type.Boolean(),
});
export type PinTicks = Static<typeof PinTicks>;

/** R12 */
export const WeakReason = Type.Union([
  Type.Literal('equal-digits'),
  Type.Literal('straight-run'),
  Type.Literal('birth-year'),
  Type.Literal('birthday'),
  Type.Literal('listed'),
]);

/** Why the new PIN has to be typed (again): told above the pad. */
export const NewPinComplaint = Type.Union([
  /** The two entries differ: the second begins again, not the first. */
  Type.Object({ kind: Type.Literal('mismatch') }),
  Type.Object({ kind: Type.Literal('weak'), reason: WeakReason }),
  Type.Object({ kind: Type.Literal('wrong-shape') }),
]);
export type NewPinComplaint = Static<typeof NewPinComplaint>;

/** The new PIN is being typed, `first` or `again`. `back` during `again` starts over with the first. */
export const NewPinScene = Type.Object({
  kind: Type.Literal('new-pin'),
  pin: TargetPin,
  turn: Type.Union([Type.Literal('first'), Type.Literal('again')]),
  entered: Type.Integer({ minimum: 0 }),
  ticks: PinTicks,
  /** `confirm` is accepted. */
  complete: Type.Boolean(),
  complaint: Type.Optional(NewPinComplaint),
});

export const WritingStep = Type.Union([
  Type.Literal('authorising'),
  Type.Literal('writing'),
  Type.Literal('confirming'),
]);
export type WritingStep = Static<typeof WritingStep>;

/** *Do not remove the card.* Nothing can be cancelled any more. */
export const WritingScene = Type.Object({
  kind: Type.Literal('writing'),
  pin: TargetPin,
  step: WritingStep,
});

/** The holder has ended the session before anything was written: nothing is changed, the card is to be taken. */
export const TakeCardScene = Type.Object({ kind: Type.Literal('take-card') });

/** R31: the service has accepted the proof. */
export const DoneScene = Type.Object({
  kind: Type.Literal('done'),
  receipt: Receipt,
  /** The proof was delivered later than the session; the holder may have been told so before. */
  late: Type.Boolean(),
  /** The card still lies on the reader: ask for it to be taken. Without it the start page comes after 10 seconds. */
  cardOnReader: Type.Boolean(),
});

/** Everything that the kiosk's screen can show, by `kind`. */
export const Scene = Type.Union([
  StartScene,
  ClosedScene,
  MaintenanceScene,
  StoppedScene,
  OutOfOrderScene,
  PutCardScene,
  ReadingScene,
  FoundScene,
  ProvingPinScene,
  CheckingScene,
  NewPinScene,
  WritingScene,
  TakeCardScene,
  DoneScene,
  Fault,
]);
export type Scene =
  | Static<typeof StartScene>
  | Static<typeof ClosedScene>
  | Static<typeof MaintenanceScene>
  | Static<typeof StoppedScene>
  | Static<typeof OutOfOrderScene>
  | Static<typeof PutCardScene>
  | Static<typeof ReadingScene>
  | Static<typeof FoundScene>
  | Static<typeof ProvingPinScene>
  | Static<typeof CheckingScene>
  | Static<typeof NewPinScene>
  | Static<typeof WritingScene>
  | Static<typeof TakeCardScene>
  | Static<typeof DoneScene>
  | Fault;
export type SceneKind = Scene['kind'];
