import type { IdentityDocument, PinKind } from '@kaijo/contract';
import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';
import type { CounterReset, CounterSession } from './record.ts';

export interface CounterTables {
  counter_session: CounterSessionTable;
  counter_reset: CounterResetTable;
}

export interface CounterSessionTable {
  id: Fixed<string>;
  clerk: Fixed<string>;
  clerk_number: Fixed<string>;
  card_ref: Fixed<string>;
  identified_by: Fixed<IdentityDocument>;
  second_person: CounterSession['secondPerson'];
  opened_at: Fixed<Date>;
  authorise_until: Fixed<Date>;
}

export interface CounterResetTable {
  session: Fixed<string>;
  pin: Fixed<PinKind>;
  state: CounterReset['state'];
  nonce: Uint8Array | null;
  channel: Uint8Array | null;
  attestation: Uint8Array | null;
  receipt: string | null;
  completed_at: Date | null;
}

export const createCounterTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('counter_session')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('clerk', 'uuid', (column) => column.notNull())
      .addColumn('clerk_number', 'text', (column) => column.notNull())
      .addColumn('card_ref', 'text', (column) => column.notNull())
      .addColumn('identified_by', 'text', (column) => column.notNull())
      .addColumn('second_person', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('authorise_until', 'timestamptz(3)', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('counter_session_opened').on('counter_session').column('opened_at').execute();
    await db.schema
      .createTable('counter_reset')
      .addColumn('session', 'uuid', (column) => column.notNull())
      .addColumn('pin', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('nonce', 'bytea')
      .addColumn('channel', 'bytea')
      .addColumn('attestation', 'bytea')
      .addColumn('receipt', 'uuid')
      .addColumn('completed_at', 'timestamptz(3)')
      .addPrimaryKeyConstraint('counter_reset_key', ['session', 'pin'])
      .execute();
  },
};
