import type { InitialisingReservation } from './record.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** protocol.md: a kiosk session holds the reservation for 5 minutes at most. */
export const HOLD_MS = 5 * MINUTE_MS;
/** For how long a kiosk still says that the card's reservation has expired, rather than that there is none. */
export const RECENTLY_EXPIRED_MS = 7 * DAY_MS;

/** R13: 24 hours from the moment the phone's step succeeded. */
export function expiryFor(reservedAt: Date): Date {
  return new Date(reservedAt.getTime() + DAY_MS);
}

/** R17: 23:00 in Japan on the day after the first authorisation. */
export function finishByFor(firstAuthorisedAt: Date): Date {
  return new Date(japanMidnight(firstAuthorisedAt) + DAY_MS + CLOSING_MS);
}

/**
 * From this moment on an authorised reservation is over. That is R17's `finishBy`, and 23:05 where the card was
 * authorised on that very day: R25 lets the same kiosk authorise it again until then.
 */
export function lastMomentToFinish(reservation: InitialisingReservation): Date {
  const { finishBy, authorisation } = reservation;
  const authorisedThatDay = japanMidnight(authorisation.at) === japanMidnight(finishBy);
  return authorisedThatDay ? new Date(finishBy.getTime() + GRACE_MS) : finishBy;
}

const JAPAN_OFFSET_MS = 9 * HOUR_MS;
const CLOSING_MS = 23 * HOUR_MS;
const GRACE_MS = 5 * MINUTE_MS;

function japanMidnight(at: Date): number {
  return Math.floor((at.getTime() + JAPAN_OFFSET_MS) / DAY_MS) * DAY_MS - JAPAN_OFFSET_MS;
}
