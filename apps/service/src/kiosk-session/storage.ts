import type { Connection, Database, Transaction } from '../database/index.ts';
import type { HeldKioskSession, KioskSession } from './record.ts';
import { changingColumns, kioskSessionOf } from './row.ts';

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
      state: session.state,
      channel: session.channel,
    })
    .execute();
}

/** Names a session to its own kiosk; that of another one is as unknown to it as one that never was. */
export interface OwnSession {
  readonly id: string;
  readonly kiosk: string;
}

export async function findKioskSession(db: Connection, of: OwnSession): Promise<KioskSession | undefined> {
  const row = await select(db, of).executeTakeFirst();
  return row && kioskSessionOf(row);
}

/** The session for whoever is about to change it: messages of one session are decided one after the other. */
export async function lockKioskSession(tx: Transaction, of: OwnSession): Promise<KioskSession | undefined> {
  const row = await select(tx, of).forUpdate().executeTakeFirst();
  return row && kioskSessionOf(row);
}

function select(db: Connection, { id, kiosk }: OwnSession) {
  return db.selectFrom('kiosk_session').selectAll().where('id', '=', id).where('kiosk', '=', kiosk);
}

/** Of a session that this transaction has locked. */
export async function writeKioskSession(tx: Transaction, session: KioskSession): Promise<void> {
  await tx
    .updateTable('kiosk_session')
    .set(changingColumns(session))
    .where('id', '=', session.id)
    .executeTakeFirstOrThrow();
}

/** Deletes sessions whose proof no kiosk brings any more. @returns how many */
export async function purgeKioskSessions(db: Database, openedBefore: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('kiosk_session')
    .where('opened_at', '<', openedBefore)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
