import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';
import type { StatisticRollupTable } from './rollup.ts';

export interface StatisticsTables {
  statistic_hour: StatisticHourTable;
  statistic_rollup: StatisticRollupTable;
  statistic_fold: StatisticFoldTable;
}

/** One row for each hour and kind of event that happened in it: nothing in it refers to anybody. */
export interface StatisticHourTable {
  hour: Fixed<Date>;
  event: Fixed<string>;
  pin: Fixed<string>;
  problem: Fixed<string>;
  /** '' where no store takes part. */
  chain: Fixed<string>;
  prefecture: Fixed<string>;
  count: number;
}

/** How far the audit log has been counted: one row. */
export interface StatisticFoldTable {
  log: Fixed<'audit'>;
  next: number;
}

export const createStatisticsTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('statistic_hour')
      .addColumn('hour', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('pin', 'text', (column) => column.notNull())
      .addColumn('problem', 'text', (column) => column.notNull())
      .addColumn('chain', 'text', (column) => column.notNull())
      .addColumn('prefecture', 'text', (column) => column.notNull())
      .addColumn('count', 'int8', (column) => column.notNull())
      .addPrimaryKeyConstraint('statistic_hour_key', [
        'hour',
        'event',
        'pin',
        'problem',
        'chain',
        'prefecture',
      ])
      .execute();
    await db.schema
      .createTable('statistic_fold')
      .addColumn('log', 'text', (column) => column.primaryKey())
      .addColumn('next', 'int8', (column) => column.notNull())
      .execute();
  },
};
