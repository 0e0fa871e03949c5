import type { TargetPin } from '@kaijo/contract';
import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';
import type { KioskSession } from './record.ts';

export interface KioskSessionTables {
  kiosk_session: KioskSessionTable;
}

export interface KioskSessionTable {
  id: Fixed<string>;
  kiosk: Fixed<string>;
  reservation: Fixed<string>;
  card_ref: Fixed<string>;
  target_pin: Fixed<TargetPin>;
  nonce: Fixed<Uint8Array>;
  opened_at: Fixed<Date>;
  held_until: Fixed<Date>;
  state: KioskSession['state'];
  /** Card management's; null once the session is completed. */
  channel: Uint8Array | null;
  receipt: string | null;
  completed_at: Date | null;
}

export const createKioskSessionTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('kiosk_session')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('kiosk', 'uuid', (column) => column.notNull())
      .addColumn('reservation', 'uuid', (column) => column.notNull())
      .addColumn('card_ref', 'text', (column) => column.notNull())
      .addColumn('target_pin', 'text', (column) => column.notNull())
      .addColumn('nonce', 'bytea', (column) => column.notNull())
      .addColumn('opened_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('held_until', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('channel', 'bytea')
      .addColumn('receipt', 'uuid')
      .addColumn('completed_at', 'timestamptz(3)')
      .execute();
    await db.schema.createIndex('kiosk_session_opened').on('kiosk_session').column('opened_at').execute();
  },
};
