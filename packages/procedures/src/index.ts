export { askAgain, DEFAULT_PATIENCE, type Patience, type ServiceTrouble } from './asking-again.ts';
export { type CardTrouble, withCard } from './card-trouble.ts';
export {
  type CounterAttempt,
  type CounterDesk,
  type CounterWritten,
  checkNewPinAtCounter,
  resetAtCounter,
} from './counter/counter-reset.ts';
export { type CardAtCounter, type CardRead, readCardAtCounter } from './counter/read-card.ts';
export {
  type CompletionOutbox,
  type CompletionOutcome,
  deliver,
  deliverAll,
  memoryOutbox,
  type PendingCompletion,
} from './kiosk/completion-outbox.ts';
export {
  type Begun,
  type KioskDesk,
  KioskReset,
  type NewPinVerdict,
  type Proven,
  type Written,
} from './kiosk/kiosk-reset.ts';
export type { TargetPinState } from './kiosk/target-pin-state.ts';
export {
  type PhoneDesk,
  type Reserved,
  type ReserveInput,
  reserve,
  type TakenFrames,
} from './phone/reserve.ts';
export { type TapInput, type TapOutcome, tapCard } from './phone/tap-card.ts';
