import type { Connection, Database, Transaction } from '../database/index.ts';
import type { NewPhoneSession, PhoneSession } from './record.ts';
import { changingColumns, phoneSessionOf } from './row.ts';

export async function insertPhoneSession(tx: Transaction, session: NewPhoneSession): Promise<void> {
  await tx
    .insertInto('phone_session')
    .values({
      id: session.id,
      token_digest: session.tokenDigest,
      nonce: session.nonce,
      target_pin: session.targetPin,
      app_ref: session.appRef,
      terms: session.terms ?? null,
      expires_at: session.expiresAt,
      state: session.state,
    })
    .execute();
}

export async function findPhoneSession(db: Connection, id: string): Promise<PhoneSession | undefined> {
  const row = await db.selectFrom('phone_session').selectAll().where('id', '=', id).executeTakeFirst();
  return row && phoneSessionOf(row);
}

/** The session for whoever is about to change it: messages of one session are decided one after the other. */
export async function lockPhoneSession(tx: Transaction, id: string): Promise<PhoneSession | undefined> {
  const row = await tx
    .selectFrom('phone_session')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && phoneSessionOf(row);
}

/** Of a session that this transaction has locked. */
export async function writePhoneSession(tx: Transaction, session: PhoneSession): Promise<void> {
  await tx
    .updateTable('phone_session')
    .set(changingColumns(session))
    .where('id', '=', session.id)
    .executeTakeFirstOrThrow();
}

/** Deletes sessions that nobody can use any more. @returns how many */
export async function purgePhoneSessions(db: Database, expiredBefore: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('phone_session')
    .where('expires_at', '<', expiredBefore)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
