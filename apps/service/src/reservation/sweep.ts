import type { Clock } from '../clock.ts';
import { type Database, transaction } from '../database/index.ts';
import { auditEnd } from './audit-end.ts';
import { endOf } from './rules.ts';
import { changeReservation, findReservation } from './storage.ts';

const BATCH = 500;

/**
 * Writes the ends of reservations whose time is over, with their audit entries. Rules do not wait for it
 * (`reservationAt`), so that it may run late, and in several processes at once: each end is written by one of them.
 *
 * @returns how many it has ended
 */
export async function endReservations(db: Database, clock: Clock): Promise<number> {
  let written = 0;
  for (;;) {
    const due = await findDue(db, clock.now());
    let inThisBatch = 0;
    for (const id of due) if (await end(db, clock, id)) inThisBatch++;
    written += inThisBatch;
    // Nothing of this batch was ours to write: another process is at it.
    if (due.length < BATCH || inThisBatch === 0) return written;
  }
}

async function findDue(db: Database, now: Date): Promise<readonly string[]> {
  const open = await db
    .selectFrom('reservation')
    .select('id')
    .where('state', '=', 'open')
    .where('expires_at', '<=', now)
    .limit(BATCH)
    .execute();
  const initialising = await db
    .selectFrom('reservation')
    .select('id')
    .where('state', '=', 'initialising')
    .where('finish_by', '<=', now)
    .limit(BATCH)
    .execute();
  return [...open, ...initialising].map(({ id }) => id);
}

function end(db: Database, clock: Clock, id: string): Promise<boolean> {
  return transaction(db, async (tx) => {
    const now = clock.now();
    const changed = await changeReservation(
      tx,
      () => findReservation(tx, id),
      (stored) => {
        const to = endOf(stored, now);
        return to === undefined ? { kind: 'keep', as: stored } : { kind: 'change', to };
      },
    );
    if (changed?.kind !== 'changed') return false;
    await auditEnd(tx, changed.to, now);
    return true;
  });
}
