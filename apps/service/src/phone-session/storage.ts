import { changeIfUnchanged } from '../conditional-change.ts';
import type { Connection, Database, Transaction } from '../database/index.ts';
import type { NewPhoneSession, PhoneSession } from './record.ts';
import { changingColumns, phoneSessionOf } from './row.ts';
import type { Decision } from './rules.ts';

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
      version: session.version,
      state: session.state,
    })
    .execute();
}

export async function findPhoneSession(db: Connection, id: string): Promise<PhoneSession | undefined> {
  const row = await db.selectFrom('phone_session').selectAll().where('id', '=', id).executeTakeFirst();
  return row && phoneSessionOf(row);
}

/** Writes a decision on a stored session; see `changeIfUnchanged`. */
export function changePhoneSession<To extends PhoneSession>(
  tx: Transaction,
  id: string,
  decide: (stored: PhoneSession) => Decision<To>,
) {
  return changeIfUnchanged({
    find: () => findPhoneSession(tx, id),
    decide,
    write: async (stored, to: To) => {
      const { numUpdatedRows } = await tx
        .updateTable('phone_session')
        .set(changingColumns(to))
        .where('id', '=', id)
        .where('state', '=', stored.state)
        .where('version', '=', stored.version)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  });
}

/** Deletes sessions that nobody can use any more. @returns how many */
export async function purgePhoneSessions(db: Database, expiredBefore: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('phone_session')
    .where('expires_at', '<', expiredBefore)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
