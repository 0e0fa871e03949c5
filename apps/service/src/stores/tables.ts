import type { TargetPin } from '@kaijo/contract';
import type { Generated, Migration } from 'kysely';
import { sql } from 'kysely';
import type { Fixed } from '../database/index.ts';

export interface StoreTables {
  chain: ChainTable;
  store: StoreTable;
  offer: OfferTable;
}

export interface ChainTable {
  /** A short word in Latin letters, for switches and lists. */
  id: Fixed<string>;
  /** As the public knows it. */
  name: string;
}

export interface StoreTable {
  id: Fixed<string>;
  chain: Fixed<string>;
  name: string;
  prefecture: string;
  address: string;
  /** Degrees, WGS 84. */
  latitude: number;
  longitude: number;
}

export interface OfferTable {
  id: Generated<string>;
  chain: Fixed<string>;
  /** Null: all stores of the chain. */
  store: Fixed<string | null>;
  pin: Fixed<TargetPin>;
  /** `YYYY-MM-DD` in Japan, as text: a `date` would pass through somebody's time zone. */
  first_day: string;
  last_day: string | null;
}

export const createStoreTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('chain')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('store')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('chain', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('prefecture', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('latitude', 'float8', (column) => column.notNull())
      .addColumn('longitude', 'float8', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('offer')
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      .addColumn('chain', 'text', (column) => column.notNull())
      .addColumn('store', 'uuid')
      .addColumn('pin', 'text', (column) => column.notNull())
      .addColumn('first_day', 'text', (column) => column.notNull())
      .addColumn('last_day', 'text')
      .addCheckConstraint('offer_first_day', isDay('first_day'))
      .addCheckConstraint('offer_last_day', isDay('last_day'))
      .execute();
    await db.schema.createIndex('offer_store').on('offer').column('store').execute();
  },
};

/** Days are compared as text, which is right only if all are written alike. */
function isDay(column: string) {
  return sql<boolean>`${sql.ref(column)} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'`;
}
