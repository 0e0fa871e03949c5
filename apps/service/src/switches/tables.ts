import type { Sentence, SwitchScope } from '@kaijo/contract';
import type { Migration } from 'kysely';
import type { Fixed, JsonColumn } from '../database/index.ts';

export interface SwitchTables {
  stop_switch: StopSwitchTable;
}

/** One row for each thing that is stopped; the audit log tells by whom, and what was stopped before. */
export interface StopSwitchTable {
  id: Fixed<string>;
  scope: Fixed<SwitchScope>;
  subject: Fixed<string>;
  sentence: JsonColumn<Sentence>;
}

export const createSwitchTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('stop_switch')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('sentence', 'jsonb', (column) => column.notNull())
      .addUniqueConstraint('stop_switch_subject', ['scope', 'subject'])
      .execute();
  },
};
