import { changeIfUnchanged } from '../conditional-change.ts';
import type { Connection, Database, Transaction } from '../database/index.ts';
import type { HeldKioskSession, KioskSession } from './record.ts';
import { changingColumns, kioskSessionOf } from './row.ts';
import type { Decision } from './rules.ts';

export async function insertKioskSession(tx: Transaction, session: HeldKioskSession): Promise<void> {
  await tx
    .insertInto('kiosk_session')
    .values({
      id: session.id,
      kiosk: session.kiosk,
      reservation: session.reservation,
      card_ref: session.cardRef,
      target_pin: session.targetPin,
      nonce: session.nonce,
      opened_at: session.openedAt,
      held_until: session.heldUntil,
      version: session.version,
      state: session.state,
      channel: session.channel,
    })
    .execute();
}

/** A session of this kiosk; that of another one is as unknown to it as one that never was. */
export async function findKioskSession(
  db: Connection,
  of: { readonly id: string; readonly kiosk: string },
): Promise<KioskSession | undefined> {
  const row = await db
    .selectFrom('kiosk_session')
    .selectAll()
    .where('id', '=', of.id)
    .where('kiosk', '=', of.kiosk)
    .executeTakeFirst();
  return row && kioskSessionOf(row);
}

/** Writes a decision on a stored session; see `changeIfUnchanged`. */
export function changeKioskSession<To extends KioskSession>(
  tx: Transaction,
  of: { readonly id: string; readonly kiosk: string },
  decide: (stored: KioskSession) => Decision<To>,
) {
  return changeIfUnchanged({
    find: () => findKioskSession(tx, of),
    decide,
    write: async (stored, to: To) => {
      const { numUpdatedRows } = await tx
        .updateTable('kiosk_session')
        .set(changingColumns(to))
        .where('id', '=', of.id)
        .where('state', '=', stored.state)
        .where('version', '=', stored.version)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  });
}

/** Deletes sessions whose proof no kiosk brings any more. @returns how many */
export async function purgeKioskSessions(db: Database, openedBefore: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('kiosk_session')
    .where('opened_at', '<', openedBefore)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
