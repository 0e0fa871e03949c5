import type { Connection, Database, Transaction } from '../database/index.ts';
import type { SignedIn } from './record.ts';

export async function insertSession(
  tx: Transaction,
  session: SignedIn & { readonly tokenDigest: Uint8Array },
): Promise<void> {
  await tx
    .insertInto('staff_session')
    .values({
      id: session.id,
      member: session.member,
      token_digest: session.tokenDigest,
      session_key: session.sessionKey,
      started_at: session.startedAt,
      seen_at: session.seenAt,
      ended_at: null,
    })
    .execute();
}

export async function findSession(
  db: Connection,
  by: { readonly id: string } | { readonly tokenDigest: Uint8Array },
): Promise<SignedIn | undefined> {
  const rows = db.selectFrom('staff_session').selectAll();
  const found = 'id' in by ? rows.where('id', '=', by.id) : rows.where('token_digest', '=', by.tokenDigest);
  const row = await found.executeTakeFirst();
  return (
    row && {
      id: row.id,
      member: row.member,
      sessionKey: row.session_key,
      startedAt: row.started_at,
      seenAt: row.seen_at,
      ...(row.ended_at && { endedAt: row.ended_at }),
    }
  );
}

/** Of two requests at once the later moment stays. */
export async function sawSession(db: Database, id: string, now: Date): Promise<void> {
  await db
    .updateTable('staff_session')
    .set({ seen_at: now })
    .where('id', '=', id)
    .where('seen_at', '<', now)
    .execute();
}

export async function endSession(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('staff_session')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}

/** All of a member's. */
export async function endSessionsOf(tx: Transaction, member: string, now: Date): Promise<void> {
  await tx
    .updateTable('staff_session')
    .set({ ended_at: now })
    .where('member', '=', member)
    .where('ended_at', 'is', null)
    .execute();
}

/** Sessions that have long ended, and questions that nobody answered. */
export async function purgeStaffSessions(db: Database, before: Date): Promise<void> {
  await db.deleteFrom('staff_session').where('started_at', '<', before).execute();
  await db.deleteFrom('staff_ceremony').where('expires_at', '<', before).execute();
}
