export {
  type Authorisation,
  type CompletedReservation,
  type EndedReservation,
  type Hold,
  type InitialisingReservation,
  isLive,
  type LiveReservation,
  type OpenReservation,
  type Reservation,
} from './record.ts';
export { type KioskClaim, reservationAt, whyGone } from './rules.ts';
