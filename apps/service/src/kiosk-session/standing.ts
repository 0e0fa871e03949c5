import type { Refusal, Settings } from '@kaijo/contract';
import { type Connection, readTogether } from '../database/index.ts';
import { type Refused, refuse } from '../http/index.ts';
import { storeOfKiosk } from '../kiosk-trust/index.ts';
import { type MaintenanceWindow, maintenanceAt, windowsOf, windowsQuery } from '../maintenance/index.ts';
import { kioskOpening, mayAuthorise } from '../opening/index.ts';
import type { LiveReservation, Reservation } from '../reservation/index.ts';
import { settingsOf, settingsQuery } from '../settings/index.ts';
import { nearestOffering, type StoreToday, storeQueries, storeToday } from '../stores/index.ts';
import { type StopSwitch, stopFor, switchesQuery } from '../switches/index.ts';

/** R27: enough to choose from, few enough to read on one screen. */
const STORES_NAMED = 5;

/** Where the kiosk stands, and what the operator has said. */
interface Circumstances {
  readonly store: StoreToday;
  readonly switches: readonly StopSwitch[];
  readonly windows: readonly MaintenanceWindow[];
  readonly settings: Settings;
}

export type KioskStanding = Refused | { readonly kind: 'admitted'; readonly settings: Settings };

/**
 * May this kiosk begin or go on with this card at this moment: stop switches (R42), hours (R24, R25), maintenance
 * (R36), and whether the reserved PIN is offered here (R26)? Asked when a session is opened and again before the card is
 * authorised. Whether there is a reservation to begin with is the reservation's own question.
 */
export async function kioskStanding(
  db: Connection,
  of: {
    readonly kiosk: string;
    readonly generation: string;
    readonly reservation: Reservation | undefined;
    readonly now: Date;
  },
): Promise<KioskStanding> {
  const { kiosk, generation, reservation, now } = of;
  const { store, switches, windows, settings } = await circumstancesOf(db, kiosk, now);
  const stop = stopFor({ generation, chain: store.chain, store: store.id, kiosk }, switches);
  if (stop !== undefined) return refuse({ problem: 'stopped', sentence: stop.sentence });

  const live = liveOnly(reservation);
  const closed = closedRefusal({ kiosk, live, windows, now });
  if (closed !== undefined) return refuse(closed);

  if (live === undefined || store.pins.includes(live.targetPin)) return { kind: 'admitted', settings };
  const nearby = await nearestOffering(db, { from: store, pin: live.targetPin, limit: STORES_NAMED }, now);
  return refuse({ problem: 'not-offered-here', pin: live.targetPin, stores: [...nearby] });
}

/** @throws Error for a kiosk without a store: enrolment gives each one */
async function circumstancesOf(db: Connection, kiosk: string, now: Date): Promise<Circumstances> {
  const { switches, windows, settings, ...place } = await readTogether(db, {
    ...storeQueries(db, storeOfKiosk(db, kiosk)),
    switches: switchesQuery(db),
    windows: windowsQuery(db, now),
    settings: settingsQuery(db),
  });
  const store = storeToday(place, now);
  if (store === undefined) throw new Error(`kiosk ${kiosk} stands in no known store`);
  return { store, switches, windows: windowsOf(windows), settings: settingsOf(settings) };
}

function closedRefusal(of: {
  readonly kiosk: string;
  readonly live: LiveReservation | undefined;
  readonly windows: readonly MaintenanceWindow[];
  readonly now: Date;
}): Refusal | undefined {
  const { kiosk, live, windows, now } = of;
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
