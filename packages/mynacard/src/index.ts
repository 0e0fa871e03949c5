export type { ApplicationName } from './application/application.ts';
export { CARD_FACE, CARD_FACE_EF, CARD_FACE_FILE } from './application/card-face.ts';
export { INPUT_SUPPORT, INPUT_SUPPORT_EF, INPUT_SUPPORT_FILE } from './application/input-support.ts';
export { JPKI, JPKI_EF, JPKI_FILE } from './application/jpki.ts';
export { RESIDENT, RESIDENT_EF } from './application/resident.ts';
export type { TriesLeft } from './command/verify.ts';
export type { CalendarDate } from './pin/calendar-date.ts';
export { type FoldedPin, foldCodeUnit, foldPin, type PinChanges } from './pin/fold-pin.ts';
export type { Era } from './pin/japanese-era.ts';
export {
  type ComposedPinB,
  composePinB,
  faultOfBirth,
  isPlausibleExpiryYear,
  type PinB,
  type PinBRefusal,
  type PrintedBirth,
  type PrintedCardData,
} from './pin/pin-b.ts';
export type { PinKind } from './pin/pin-kind.ts';
export { checkPinShape, type PinShape, type PinShapeFault } from './pin/pin-shape.ts';
export {
  checkPinStrength,
  DEFAULT_WEAK_PIN_POLICY,
  NO_WEAK_PIN_POLICY,
  type PinStrength,
  type WeakPinPolicy,
  type WeakPinReason,
} from './pin/weak-pin.ts';
export type {
  CardFaceSession,
  PinBOutcome,
  UncheckedCardFace,
  UnlockedCardFace,
} from './session/card-face-session.ts';
export type { CardPin, ChangeOutcome, PinState, VerifyOutcome } from './session/card-pin.ts';
export { diagnoseLocks, type LockDiagnosis } from './session/diagnosis.ts';
export type { FourAttributes } from './session/four-attributes.ts';
export type { InputSupportSession, UnlockedInputSupport } from './session/input-support-session.ts';
export type { JpkiPinStates, JpkiSession, UnlockedAuthKey, UnlockedSignKey } from './session/jpki-session.ts';
export { MyNumberCard, type OpenOptions, type Selection } from './session/my-number-card.ts';
export type { RelayOutcome } from './session/relay.ts';
export type { ResidentSession } from './session/resident-session.ts';
export { isMyNumberCardAtr, type Token } from './session/token.ts';
