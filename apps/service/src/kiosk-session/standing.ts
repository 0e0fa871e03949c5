import type { Refusal } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import { currentWindows, maintenanceAt } from '../maintenance/index.ts';
import { kioskOpening, mayAuthorise } from '../opening/index.ts';
import type { LiveReservation, Reservation } from '../reservation/index.ts';
import { nearestOffering } from '../stores/index.ts';
import { currentSwitches, stopFor } from '../switches/index.ts';
import { placeOfKiosk } from './place.ts';

/** R27: enough to choose from, few enough to read on one screen. */
const STORES_NAMED = 5;

/**
 * May this kiosk begin or go on with this card at this moment: stop switches (R42), hours (R24, R25), maintenance
 * (R36), and whether the reserved PIN is offered here (R26)? Asked when a session is opened and again before the card is
 * authorised. Whether there is a reservation to begin with is the reservation's own question.
 */
export async function kioskRefusal(
  db: Connection,
  of: {
    readonly kiosk: string;
    readonly generation: string;
    readonly reservation: Reservation | undefined;
    readonly now: Date;
  },
): Promise<Refusal | undefined> {
  const { kiosk, generation, reservation, now } = of;
  const store = await placeOfKiosk(db, kiosk, now);
  const stop = stopFor({ generation, chain: store.chain, store: store.id, kiosk }, await currentSwitches(db));
  if (stop !== undefined) return { problem: 'stopped', sentence: stop.sentence };

  const live = liveOnly(reservation);
  const closed = await closedRefusal(db, { kiosk, live, now });
  if (closed !== undefined || live === undefined) return closed;

  if (store.pins.includes(live.targetPin)) return undefined;
  const nearby = await nearestOffering(db, { from: store, pin: live.targetPin, limit: STORES_NAMED }, now);
  return { problem: 'not-offered-here', pin: live.targetPin, stores: [...nearby] };
}

async function closedRefusal(
  db: Connection,
  of: { readonly kiosk: string; readonly live: LiveReservation | undefined; readonly now: Date },
): Promise<Refusal | undefined> {
  const { kiosk, live, now } = of;
  const windows = await currentWindows(db, now);
  const begun = live?.state === 'initialising' ? live : undefined;
  if (!mayAuthorise({ now, kiosk, last: begun?.authorisation }))
    return { problem: 'outside-hours', until: kioskOpening(now, windows).changesAt.toISOString() };
  // A card that is initialised already must not be left without its PIN until the maintenance is over (R36, R17).
  if (begun !== undefined) return undefined;
  const maintenance = maintenanceAt(windows, now, 'kiosk');
  if (maintenance === undefined) return undefined;
  return { problem: 'maintenance', until: maintenance.until.toISOString(), sentence: maintenance.sentence };
}

function liveOnly(reservation: Reservation | undefined): LiveReservation | undefined {
  return reservation?.state === 'open' || reservation?.state === 'initialising' ? reservation : undefined;
}
