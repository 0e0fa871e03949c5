import type { Connection, Database, Transaction } from '../database/index.ts';
import type { IdempotencyRecordTable } from './tables.ts';

/** Records are kept for 48 hours: longer than the longest time that a kiosk or phone repeats a call (R17). */
export const RECORD_LIFETIME_MS = 48 * 3_600_000;
const SWEEP_BATCH = 1_000;

export type IdempotencyRecord = {
  readonly [Column in keyof IdempotencyRecordTable]: IdempotencyRecordTable[Column]['__select__'];
};

export async function findRecord(
  db: Connection,
  id: Uint8Array,
): Promise<Pick<IdempotencyRecord, 'fingerprint' | 'sealed_answer'> | undefined> {
  return db
    .selectFrom('idempotency_record')
    .select(['fingerprint', 'sealed_answer'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** False when there is one already; waits for another transaction that is writing it. */
export async function insertRecord(tx: Transaction, record: IdempotencyRecord): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('idempotency_record')
    .values(record)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Deletes what has expired, in batches that lock briefly. @returns how many */
export async function sweepIdempotencyRecords(db: Database, now: Date): Promise<number> {
  for (let swept = 0; ; ) {
    const { numDeletedRows } = await db
      .deleteFrom('idempotency_record')
      .where('id', 'in', (records) =>
        records
          .selectFrom('idempotency_record')
          .select('id')
          .where('expires_at', '<=', now)
          .limit(SWEEP_BATCH),
      )
      .executeTakeFirst();
    swept += Number(numDeletedRows);
    if (numDeletedRows < SWEEP_BATCH) return swept;
  }
}
