import type { Settings } from '@kaijo/contract';
import type { Migration } from 'kysely';
import type { Fixed, JsonColumn } from '../database/index.ts';

export interface SettingTables {
  setting: SettingTable;
}

/** One row for each setting that an operator has changed from its default. */
export interface SettingTable {
  name: Fixed<keyof Settings>;
  value: JsonColumn<unknown>;
}

export const createSettingTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('setting')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'jsonb', (column) => column.notNull())
      .execute();
  },
};
