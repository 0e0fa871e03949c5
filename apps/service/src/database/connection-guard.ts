import { AsyncLocalStorage } from 'node:async_hooks';

const transactionsOpen = new AsyncLocalStorage<true>();

export function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  return transactionsOpen.run(true, work);
}

/**
 * Whoever asks for a second connection while holding a transaction would wait for itself: for ever on the embedded
 * database, and on a pool as soon as all its connections do so.
 * @throws Error: a bug in the caller, who has the transaction at hand
 */
export function refuseInsideTransaction(): void {
  if (transactionsOpen.getStore())
    throw new Error('inside a transaction use the transaction, not the database');
}
