import type {
  OperatorReservation,
  TargetPin,
  MaintenanceWindow as WireMaintenance,
  Reservation as WireReservation,
} from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import { currentWindows, maintenanceBetween, wireWindow } from '../maintenance/index.ts';
import { kioskOpening } from '../opening/index.ts';
import { chainsOffering } from '../stores/index.ts';
import type { Reservation } from './record.ts';
import { reservationAt } from './rules.ts';

/** What the phone is told of a reservation, with the outlook for the way to the store (R43). */
export async function wireReservation(
  db: Connection,
  stored: Reservation,
  now: Date,
): Promise<WireReservation> {
  const present = reservationAt(stored, now);
  return { ...wireState(present), outlook: await outlook(db, present, now) };
}

export function operatorReservation(stored: Reservation, now: Date): OperatorReservation {
  return {
    ...wireState(reservationAt(stored, now)),
    cardRef: stored.cardRef,
    version: stored.version,
  };
}

function wireState(present: Reservation): Omit<WireReservation, 'outlook'> {
  return {
    id: present.id,
    targetPin: present.targetPin,
    state: present.state,
    reservedAt: present.reservedAt.toISOString(),
    expiresAt: present.expiresAt.toISOString(),
    ...(present.state === 'ended' && { endedBy: present.endedBy }),
    ...(present.state === 'initialising' && { finishBy: present.finishBy.toISOString() }),
    ...(present.state === 'completed' && { completedAt: present.completedAt.toISOString() }),
  };
}

async function outlook(
  db: Connection,
  of: { readonly targetPin: TargetPin; readonly expiresAt: Date },
  now: Date,
): Promise<WireReservation['outlook']> {
  const windows = await currentWindows(db, now);
  const kiosk = kioskOpening(now, windows);
  const ahead: WireMaintenance[] = maintenanceBetween(windows, now, of.expiresAt).map(wireWindow);
  return {
    kioskOpen: kiosk.open,
    kioskChangesAt: kiosk.changesAt.toISOString(),
    chains: [...(await chainsOffering(db, of.targetPin, now))],
    maintenance: ahead,
    // R5: without both of them it would not have been made.
    certificates: { auth: 'usable', sign: 'usable' },
  };
}
