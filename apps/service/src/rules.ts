/**
 * The rules by themselves, pure: for whoever wants to ask them without a service (simulation, teaching). Storage and
 * routes are not part of this.
 */
export { isWithinHours, mayAuthorise } from './opening/index.ts';
export { type LiveReservation, type Reservation, reservationRules } from './reservation/index.ts';
export { type Counts, NO_FAILURES, restrictionRules } from './restriction/index.ts';
