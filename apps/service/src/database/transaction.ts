import type { Kysely, Transaction as KyselyTransaction } from 'kysely';
import type { Tables } from '../schema.ts';
import { insideTransaction } from './connection-guard.ts';
import { DatabaseUnavailable } from './trouble.ts';

export type Database = Kysely<Tables>;
export type Transaction = KyselyTransaction<Tables>;
/** What a reading function takes: the database itself, or a transaction in which it must see its own writes. */
export type Connection = Database | Transaction;

const ATTEMPTS = 8;
/** A database that is away is asked again twice: after a restart the pool's old connections are dead, new ones are not. */
const ATTEMPTS_WHEN_AWAY = 3;
const FIRST_PAUSE_MS = 4;

/**
 * Runs `work` in one transaction (READ COMMITTED, docs/decisions/0005) and commits what it did when it returns; rolls
 * back when it throws. `work` runs again, at most 8 times, when it lost to another transaction (SQLSTATE 40001, 40P01,
 * 23505, or ChangedMeanwhile), and at most 3 times when the database was away and nothing of it remains: it must do
 * nothing but database work, and read its time anew.
 * @throws DatabaseUnavailable: away for longer; or away while it committed, and nobody knows whether it did
 */
export async function transaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1, away = 1; ; attempt++) {
    try {
      return await db
        .transaction()
        .setIsolationLevel('read committed')
        .execute((tx) => insideTransaction(db, () => work(tx)));
    } catch (error) {
      if (error instanceof DatabaseUnavailable) {
        if (error.committed === 'unknown' || away++ === ATTEMPTS_WHEN_AWAY) throw error;
      } else if (attempt === ATTEMPTS || !lostToAnother(error)) throw error;
      await pause(attempt);
    }
  }
}

/** Thrown in `work` when a conditional update found another row than the one that was decided on: decide again. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

/**
 * serialization_failure, deadlock_detected, unique_violation (PostgreSQL, appendix A): somebody else was faster, and
 * the same work may come to another decision now.
 */
const LOST_TO_ANOTHER: ReadonlySet<unknown> = new Set(['40001', '40P01', '23505']);

function lostToAnother(error: unknown): boolean {
  return error instanceof ChangedMeanwhile || LOST_TO_ANOTHER.has((error as { code?: unknown }).code);
}

/** Doubling, and spread by chance, so that those who collided do not meet again. Nothing is decided by this chance. */
function pause(attempt: number): Promise<void> {
  const longest = FIRST_PAUSE_MS * 2 ** attempt;
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}
