import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';

export interface RestrictionTables {
  face_failure_count: FaceFailureCountTable;
}

/** Face checks that failed in a row, of each card and each app installation (R21). */
export interface FaceFailureCountTable {
  of: Fixed<'card' | 'app'>;
  /** The card's or the installation's reference (HMAC). */
  ref: Fixed<string>;
  failures: number;
  restricted_until: Date | null;
}

export const createRestrictionTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('face_failure_count')
      .addColumn('of', 'text', (column) => column.notNull())
      .addColumn('ref', 'text', (column) => column.notNull())
      .addColumn('failures', 'int4', (column) => column.notNull())
      .addColumn('restricted_until', 'timestamptz(3)')
      // The reference first: it is random, so that rows spread.
      .addPrimaryKeyConstraint('face_failure_count_key', ['ref', 'of'])
      .execute();
  },
};
