import { jstMidnight } from '../opening/index.ts';
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

/** R17: 23:00 in Japan, counted from midnight. */
const END_OF_WORK_MS = 23 * HOUR_MS;
/** R25: a card torn away on the last evening may still be finished until 23:05. */
const GRACE_MS = 5 * MINUTE_MS;

/** R17: 23:00 in Japan on the day after the first authorisation. */
export function finishByFor(firstAuthorisedAt: Date): Date {
  return new Date(jstMidnight(firstAuthorisedAt).getTime() + DAY_MS + END_OF_WORK_MS);
}

/**
 * From this moment on an authorised reservation is over. That is R17's `finishBy`, and 23:05 where the card was
 * authorised on that very day: R25 lets the same kiosk authorise it again until then.
 */
export function lastMomentToFinish({ finishBy, authorisation }: InitialisingReservation): Date {
  const onTheLastDay = authorisation.at >= jstMidnight(finishBy);
  return onTheLastDay ? new Date(finishBy.getTime() + GRACE_MS) : finishBy;
}
