import type { Transaction } from '../database/index.ts';
import type { Refused } from '../http/index.ts';
import type { InitialisingReservation, LiveReservation, Reservation } from './record.ts';
import { authorise, complete, giveUp, hold, type KioskClaim, reservationAt, whyGone } from './rules.ts';
import { changeReservation, findLatestOfCard, findReservation } from './storage.ts';

/** What is stored, and what it comes to at the moment of the decision. */
export interface SeenReservation {
  readonly stored: Reservation;
  readonly present: Reservation;
}

/**
 * What a kiosk session does to the card's reservation. Each returns the reservation as it is afterwards; the kiosk
 * session's own audit entry records the decision.
 */

/** Finds the card's reservation (R16) and holds it. */
export async function holdReservation(
  tx: Transaction,
  of: {
    readonly cardRef: string;
    readonly seen?: SeenReservation | undefined;
    readonly by: KioskClaim;
    readonly now: Date;
  },
): Promise<{ readonly kind: 'done'; readonly reservation: LiveReservation } | Refused> {
  const { cardRef, seen, by, now } = of;
  const changed = await changeReservation(
    tx,
    () => findLatestOfCard(tx, cardRef),
    (stored) => hold(stored, by, now),
    seen?.stored,
  );
  return done(changed) ?? { kind: 'refuse', refusal: whyGone(undefined, now) };
}

export async function authoriseReservation(
  tx: Transaction,
  of: {
    readonly id: string;
    readonly seen?: SeenReservation | undefined;
    readonly by: KioskClaim;
    readonly now: Date;
  },
): Promise<{ readonly kind: 'done'; readonly reservation: InitialisingReservation } | Refused> {
  const { id, seen, by, now } = of;
  const changed = await changeReservation(
    tx,
    () => findReservation(tx, id),
    (stored) => authorise(stored, by, now),
    seen?.stored,
  );
  return done(changed) ?? { kind: 'refuse', refusal: whyGone(undefined, now) };
}

/** A proof is a fact: there is nothing to refuse, even where the reservation stays as it is. */
export async function completeReservation(
  tx: Transaction,
  of: { readonly id: string; readonly by: KioskClaim; readonly now: Date },
): Promise<Reservation | undefined> {
  const { id, by, now } = of;
  const changed = await changeReservation(
    tx,
    () => findReservation(tx, id),
    (stored) => complete(stored, by, now),
  );
  return changed?.kind === 'changed' ? changed.to : changed?.kind === 'keep' ? changed.as : undefined;
}

/** @returns whether the session still held it */
export async function releaseReservation(
  tx: Transaction,
  of: { readonly id: string; readonly by: KioskClaim; readonly now: Date },
): Promise<boolean> {
  const { id, by, now } = of;
  const changed = await changeReservation(
    tx,
    () => findReservation(tx, id),
    (stored) => giveUp(stored, by, now),
  );
  return changed?.kind === 'changed';
}

/** Looks at the reservation, to judge hours and store by before anything is decided on it. */
export async function seeReservation(
  tx: Transaction,
  of: { readonly id: string } | { readonly cardRef: string },
  now: Date,
): Promise<SeenReservation | undefined> {
  const stored = 'id' in of ? await findReservation(tx, of.id) : await findLatestOfCard(tx, of.cardRef);
  return stored && { stored, present: reservationAt(stored, now) };
}

function done<To extends LiveReservation>(
  changed: Awaited<ReturnType<typeof changeReservation<To>>>,
): { readonly kind: 'done'; readonly reservation: To } | Refused | undefined {
  if (changed === undefined || changed.kind === 'refuse') return changed;
  if (changed.kind === 'changed') return { kind: 'done', reservation: changed.to };
  throw new Error('holding and authorising always change a reservation');
}
