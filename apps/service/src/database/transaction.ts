import type { Kysely, Transaction as KyselyTransaction } from 'kysely';
import type { Tables } from '../schema.ts';
import { insideTransaction } from './connection-guard.ts';

export type Database = Kysely<Tables>;
export type Transaction = KyselyTransaction<Tables>;
/** What a reading function takes: the database itself, or a transaction in which it must see its own writes. */
export type Connection = Database | Transaction;

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 4;

/**
 * Runs `work` in one transaction (READ COMMITTED, docs/decisions/0005) and commits what it did when it returns; rolls
 * back when it throws. `work` runs again, at most 8 times, when the database lost it to another transaction (SQLSTATE
 * 40001, 40P01): it must do nothing but database work, and read its time anew.
 */
export async function transaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db
        .transaction()
        .setIsolationLevel('read committed')
        .execute((tx) => insideTransaction(() => work(tx)));
    } catch (error) {
      if (attempt === ATTEMPTS || !lostToAnother(error)) throw error;
      await pause(attempt);
    }
  }
}

/** serialization_failure and deadlock_detected (PostgreSQL, appendix A): the same work may succeed now. */
function lostToAnother(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '40001' || code === '40P01';
}

/** Doubling, and spread by chance, so that those who collided do not meet again. Nothing is decided by this chance. */
function pause(attempt: number): Promise<void> {
  const longest = FIRST_PAUSE_MS * 2 ** attempt;
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}
