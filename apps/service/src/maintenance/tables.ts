import type { MaintenanceScope, Sentence } from '@kaijo/contract';
import type { Migration } from 'kysely';
import type { Fixed, JsonColumn } from '../database/index.ts';

export interface MaintenanceTables {
  maintenance_window: MaintenanceWindowTable;
}

/** What is announced; a window that was taken back is in the audit log only. */
export interface MaintenanceWindowTable {
  id: Fixed<string>;
  starts_at: Fixed<Date>;
  ends_at: Fixed<Date>;
  scope: Fixed<MaintenanceScope>;
  sentence: JsonColumn<Sentence>;
}

export const createMaintenanceTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('maintenance_window')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('starts_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('ends_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('sentence', 'jsonb', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('maintenance_window_end')
      .on('maintenance_window')
      .column('ends_at')
      .execute();
  },
};
