import type { PinKind } from '@kaijo/contract';
import type { Selectable } from 'kysely';
import type { Connection, Database, Transaction } from '../database/index.ts';
import type { CounterReset, CounterSession } from './record.ts';
import type { CounterResetTable } from './tables.ts';

export async function insertCounterSession(
  tx: Transaction,
  session: CounterSession,
  pins: readonly PinKind[],
): Promise<void> {
  await tx
    .insertInto('counter_session')
    .values({
      id: session.id,
      clerk: session.clerk,
      clerk_number: session.clerkNumber,
      card_ref: session.cardRef,
      identified_by: session.identifiedBy,
      second_person: session.secondPerson,
      opened_at: session.openedAt,
      authorise_until: session.authoriseUntil,
    })
    .execute();
  await tx
    .insertInto('counter_reset')
    .values(
      pins.map((pin) => ({
        session: session.id,
        pin,
        ...columnsOf({ session: session.id, pin, state: 'waiting' }),
      })),
    )
    .execute();
}

/** Names a session to its own clerk; another clerk's is as unknown as one that never was. */
export interface OwnSession {
  readonly id: string;
  readonly clerk: string;
}

export async function findCounterSession(
  db: Connection,
  { id, clerk }: OwnSession,
): Promise<CounterSession | undefined> {
  const row = await db
    .selectFrom('counter_session')
    .selectAll()
    .where('id', '=', id)
    .where('clerk', '=', clerk)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      clerk: row.clerk,
      clerkNumber: row.clerk_number,
      cardRef: row.card_ref,
      identifiedBy: row.identified_by,
      secondPerson: row.second_person,
      openedAt: row.opened_at,
      authoriseUntil: row.authorise_until,
    }
  );
}

export async function confirmCounterSession(tx: Transaction, id: string): Promise<void> {
  await tx.updateTable('counter_session').set({ second_person: 'confirmed' }).where('id', '=', id).execute();
}

export async function listResets(db: Connection, session: string): Promise<readonly CounterReset[]> {
  const rows = await db
    .selectFrom('counter_reset')
    .selectAll()
    .where('session', '=', session)
    .orderBy('pin')
    .execute();
  return rows.map(resetOf);
}

export async function findReset(
  db: Connection,
  of: { readonly session: string; readonly pin: PinKind },
): Promise<CounterReset | undefined> {
  const row = await selectReset(db, of).executeTakeFirst();
  return row && resetOf(row);
}

/** For whoever is about to change it: messages about one PIN are decided one after the other. */
export async function lockReset(
  tx: Transaction,
  of: { readonly session: string; readonly pin: PinKind },
): Promise<CounterReset | undefined> {
  const row = await selectReset(tx, of).forUpdate().executeTakeFirst();
  return row && resetOf(row);
}

function selectReset(db: Connection, { session, pin }: { readonly session: string; readonly pin: PinKind }) {
  return db.selectFrom('counter_reset').selectAll().where('session', '=', session).where('pin', '=', pin);
}

/** Of a reset that this transaction has locked. */
export async function writeReset(tx: Transaction, reset: CounterReset): Promise<void> {
  await tx
    .updateTable('counter_reset')
    .set(columnsOf(reset))
    .where('session', '=', reset.session)
    .where('pin', '=', reset.pin)
    .executeTakeFirstOrThrow();
}

/** Sessions whose identification is long over. */
export async function purgeCounterSessions(db: Database, openedBefore: Date): Promise<void> {
  await db
    .deleteFrom('counter_reset')
    .where('session', 'in', (of) =>
      of.selectFrom('counter_session').select('id').where('opened_at', '<', openedBefore),
    )
    .execute();
  await db.deleteFrom('counter_session').where('opened_at', '<', openedBefore).execute();
}

function columnsOf(reset: CounterReset) {
  return {
    state: reset.state,
    nonce: 'nonce' in reset ? reset.nonce : null,
    channel: 'channel' in reset ? reset.channel : null,
    attestation: 'attestation' in reset ? (reset.attestation ?? null) : null,
    receipt: 'receipt' in reset ? reset.receipt : null,
    completed_at: 'completedAt' in reset ? reset.completedAt : null,
  };
}

/** @throws Error for a row that no rule has written */
function resetOf(row: Selectable<CounterResetTable>): CounterReset {
  const { session, pin, state } = row;
  const present = <T>(value: T | null): T => {
    if (value === null)
      throw new Error(`the ${pin} reset of counter session ${session} is ${state} in part only`);
    return value;
  };
  switch (state) {
    case 'waiting':
      return { session, pin, state };
    case 'begun':
      return { session, pin, state, nonce: present(row.nonce), channel: present(row.channel) };
    case 'authorised': {
      const { attestation } = row;
      const common = { session, pin, state, nonce: present(row.nonce), channel: present(row.channel) };
      return { ...common, ...(attestation && { attestation }) };
    }
    case 'attesting':
      return { session, pin, state, nonce: present(row.nonce), attestation: present(row.attestation) };
    case 'completed':
      return { session, pin, state, receipt: present(row.receipt), completedAt: present(row.completed_at) };
  }
}
