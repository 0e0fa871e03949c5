import type { Refusal, ReservationEnd } from '@kaijo/contract';
import type {
  EndedReservation,
  InitialisingReservation,
  LiveReservation,
  OpenReservation,
  Reservation,
} from './record.ts';
import { isLive } from './record.ts';
import { expiryFor, finishByFor, HOLD_MS, lastMomentToFinish, RECENTLY_EXPIRED_MS } from './times.ts';

/**
 * What became of an attempt to change a reservation. `change` is to be written on the condition that the stored
 * state and version are still those that were decided on; `keep` means there is nothing to write.
 */
export type Decision<To extends Reservation = Reservation> =
  | { readonly kind: 'change'; readonly to: To }
  | { readonly kind: 'keep'; readonly as: Reservation }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** The kiosk session that asks. */
export interface KioskClaim {
  readonly session: string;
  readonly kiosk: string;
}

/**
 * What a stored reservation is at `now`, whether or not its end has been written yet: expired at exactly 24 hours
 * (R13), unconfirmed when the time to finish an authorised one has passed (R17).
 */
export function reservationAt(stored: Reservation, now: Date): Reservation {
  if (!isLive(stored)) return stored;
  const end = stored.state === 'open' ? stored.expiresAt : lastMomentToFinish(stored);
  if (now < end) return stored;
  return ended(stored, stored.state === 'open' ? 'expired' : 'unconfirmed', end);
}

/** The end of a live reservation whose time is over, to be written; `undefined` while there is none. */
export function endOf(stored: Reservation, now: Date): EndedReservation | undefined {
  const present = reservationAt(stored, now);
  return isLive(stored) && present.state === 'ended' ? present : undefined;
}

/**
 * The phone's step succeeded: a new reservation, and with it the end of the card's live one (R15). Refused only
 * while a kiosk that was authorised under the old one may be writing to the card.
 */
export function reserve(
  made: Pick<Reservation, 'id' | 'cardRef' | 'targetPin'>,
  previous: LiveReservation | undefined,
  now: Date,
):
  | { readonly kind: 'reserved'; readonly reservation: OpenReservation; readonly ended?: EndedReservation }
  | { readonly kind: 'refuse'; readonly refusal: Refusal } {
  const present = previous && reservationAt(previous, now);
  if (present !== undefined && isBeingWritten(present, now)) return refuse(inUse(present.hold?.until));
  const reservation: OpenReservation = {
    id: made.id,
    cardRef: made.cardRef,
    targetPin: made.targetPin,
    state: 'open',
    reservedAt: now,
    expiresAt: expiryFor(now),
    version: 1,
  };
  if (previous === undefined) return { kind: 'reserved', reservation };
  return { kind: 'reserved', reservation, ended: endOf(previous, now) ?? ended(previous, 'replaced', now) };
}

/** The holder cancels in the app (R15). What is already over stays as it is, so that asking twice is harmless. */
export function cancel(stored: Reservation, now: Date): Decision<EndedReservation> {
  const present = reservationAt(stored, now);
  if (!isLive(present)) return { kind: 'keep', as: present };
  // The card was authorised: from here only the kiosk's proof or the time ends it (protocol.md, Reservation).
  if (present.state === 'initialising') return refuse(inUse(activeHold(present, now)?.until));
  return { kind: 'change', to: ended(present, 'cancelled', now) };
}

/** A kiosk session takes the reservation for 5 minutes; a newer session of the same kiosk takes it over. */
export function hold(stored: Reservation, by: KioskClaim, now: Date): Decision<LiveReservation> {
  const present = reservationAt(stored, now);
  if (!isLive(present)) return refuse(whyGone(present, now));
  const held = activeHold(present, now);
  if (held !== undefined && held.kiosk !== by.kiosk) return refuse(inUse(held.until));
  const until = new Date(now.getTime() + HOLD_MS);
  return {
    kind: 'change',
    to: { ...present, hold: { session: by.session, kiosk: by.kiosk, until }, version: present.version + 1 },
  };
}

/**
 * The service decides to initialise the PIN: at most once for each kiosk session, and only while that session holds
 * the reservation. The hours (R25) and the holder's proof (R29) are the caller's to check.
 */
export function authorise(stored: Reservation, by: KioskClaim, now: Date): Decision<InitialisingReservation> {
  const present = reservationAt(stored, now);
  if (!isLive(present)) return refuse(whyGone(present, now));
  const held = activeHold(present, now);
  if (held?.session !== by.session) {
    return refuse(
      held === undefined || held.kiosk === by.kiosk ? { problem: 'challenge-expired' } : inUse(held.until),
    );
  }
  if (isAuthorised(present, by.session)) return refuse({ problem: 'challenge-expired' });
  return {
    kind: 'change',
    to: {
      ...present,
      state: 'initialising',
      finishBy: present.state === 'initialising' ? present.finishBy : finishByFor(now),
      authorisation: { session: by.session, kiosk: by.kiosk, at: now },
      version: present.version + 1,
    },
  };
}

/**
 * The card has proven the new PIN in this session (R31). That is a fact at any hour: it also completes a reservation
 * that has ended unconfirmed meanwhile. Kept as it is when it was replaced, or when a later session was authorised:
 * that one initialises the PIN once more and brings its own proof (R33).
 */
export function complete(stored: Reservation, by: KioskClaim, now: Date): Decision {
  const present = reservationAt(stored, now);
  const unproven =
    present.state === 'initialising' || (present.state === 'ended' && present.endedBy === 'unconfirmed');
  if (!unproven || present.authorisation?.session !== by.session) return { kind: 'keep', as: present };
  const { id, cardRef, targetPin, reservedAt, expiresAt, authorisation } = present;
  const finishBy = present.finishBy ?? finishByFor(authorisation.at);
  return {
    kind: 'change',
    to: {
      id,
      cardRef,
      targetPin,
      reservedAt,
      expiresAt,
      finishBy,
      authorisation,
      state: 'completed',
      completedAt: now,
      version: stored.version + 1,
    },
  };
}

/** The kiosk lets go (R32): the hold ends. What was authorised stays to be finished (R17). */
export function giveUp(stored: Reservation, by: KioskClaim, now: Date): Decision<LiveReservation> {
  const present = reservationAt(stored, now);
  if (!isLive(present) || present.hold?.session !== by.session) return { kind: 'keep', as: present };
  const { hold: _, ...rest } = present;
  return { kind: 'change', to: { ...rest, version: present.version + 1 } };
}

/** Why a kiosk finds no reservation where one has been: it tells an expired one apart for some days. */
export function whyGone(gone: Reservation | undefined, now: Date): Refusal {
  const expired =
    gone?.state === 'ended' &&
    (gone.endedBy === 'expired' || gone.endedBy === 'unconfirmed') &&
    now.getTime() - gone.endedAt.getTime() < RECENTLY_EXPIRED_MS;
  return { problem: expired ? 'reservation-expired' : 'no-reservation' };
}

/** True while a kiosk that was authorised still holds it: the card may be taking a new PIN at this moment. */
function isBeingWritten(reservation: Reservation, now: Date): reservation is InitialisingReservation {
  if (!isLive(reservation)) return false;
  const held = activeHold(reservation, now);
  return held !== undefined && isAuthorised(reservation, held.session);
}

function isAuthorised(reservation: LiveReservation, session: string): boolean {
  return reservation.state === 'initialising' && reservation.authorisation.session === session;
}

function activeHold(reservation: LiveReservation, now: Date) {
  return reservation.hold !== undefined && now < reservation.hold.until ? reservation.hold : undefined;
}

function ended(of: LiveReservation, endedBy: ReservationEnd, endedAt: Date): EndedReservation {
  const { hold: _, ...rest } = of;
  return { ...rest, state: 'ended', endedBy, endedAt, version: of.version + 1 };
}

function inUse(until: Date | undefined): Refusal {
  return { problem: 'reservation-in-use', ...(until && { until: until.toISOString() }) };
}

function refuse(refusal: Refusal): { readonly kind: 'refuse'; readonly refusal: Refusal } {
  return { kind: 'refuse', refusal };
}
