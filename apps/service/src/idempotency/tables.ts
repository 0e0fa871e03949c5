import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';

export interface IdempotencyTables {
  idempotency_record: IdempotencyRecordTable;
}

export interface IdempotencyRecordTable {
  /** SHA-256 over key, caller and path. */
  id: Fixed<Uint8Array>;
  /** SHA-256 of the request's body. */
  fingerprint: Fixed<Uint8Array>;
  /** The first answer, sealed under a key that only the caller's Idempotency-Key gives. */
  sealed_answer: Fixed<Uint8Array>;
  expires_at: Fixed<Date>;
}

export const createIdempotencyTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('idempotency_record')
      .addColumn('id', 'bytea', (column) => column.primaryKey())
      .addColumn('fingerprint', 'bytea', (column) => column.notNull())
      .addColumn('sealed_answer', 'bytea', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz(3)', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('idempotency_record_expiry')
      .on('idempotency_record')
      .column('expires_at')
      .execute();
  },
};
