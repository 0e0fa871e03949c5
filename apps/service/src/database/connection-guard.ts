import { AsyncLocalStorage } from 'node:async_hooks';

const guarded = new WeakSet<object>();
const transactionsOpen = new AsyncLocalStorage<true>();

/**
 * From now on whoever asks `db` for a second connection while holding a transaction gets an error. For the embedded
 * database, where he would wait for himself for ever; all features are tested on it. On a server's pool the wait ends by
 * itself, and the guard would follow every promise of a busy process.
 */
export function guardTransactions(db: object): void {
  guarded.add(db);
}

export function insideTransaction<T>(db: object, work: () => Promise<T>): Promise<T> {
  return guarded.has(db) ? transactionsOpen.run(true, work) : work();
}

/** @throws Error: a bug in the caller, who has the transaction at hand */
export function refuseInsideTransaction(): void {
  if (transactionsOpen.getStore())
    throw new Error('inside a transaction use the transaction, not the database');
}
