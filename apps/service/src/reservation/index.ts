export {
  authoriseReservation,
  completeReservation,
  holdReservation,
  releaseReservation,
  seeReservation,
} from './kiosk-steps.ts';
export { listReservations } from './list.ts';
export { makeReservation } from './make.ts';
export type {
  Authorisation,
  CompletedReservation,
  EndedReservation,
  InitialisingReservation,
  LiveReservation,
  OpenReservation,
  Reservation,
} from './record.ts';
export { reservationEndpoints } from './routes.ts';
export type { KioskClaim } from './rules.ts';
export * as reservationRules from './rules.ts';
export { findReservation } from './storage.ts';
export { endReservations } from './sweep.ts';
export { createReservationTables, type ReservationTables } from './tables.ts';
export { finishByFor } from './times.ts';
export { operatorReservation, wireReservation } from './wire.ts';
