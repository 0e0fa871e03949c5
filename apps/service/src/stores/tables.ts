import type { Sentence, TargetPin } from '@kaijo/contract';
import type { ColumnType, Generated, Kysely, Migration } from 'kysely';
import { sql } from 'kysely';
import type { Fixed, JsonColumn } from '../database/index.ts';
import { placeKey, storeNameKey } from './place-text.ts';

export interface StoreTables {
  chain: ChainTable;
  store: StoreTable;
  offer: OfferTable;
  store_area: StoreAreaTable;
}

export interface ChainTable {
  /** A short word in Latin letters, for switches and lists. */
  id: Fixed<string>;
  /** As the public knows it. */
  name: string;
  /** In Latin letters, for who does not read Japanese. */
  name_latin: string | null;
  /** Where it takes part, for the public. */
  note: JsonColumn<Sentence> | null;
}

export interface StoreTable {
  id: Fixed<string>;
  chain: Fixed<string>;
  name: string;
  prefecture: string;
  /** City, ward, town or village. Empty in rows of before 0020, whose address begins with it. */
  municipality: Generated<string>;
  /** What follows the municipality. */
  address: string;
  /** Seven digits, or empty. */
  postcode: Generated<string>;
  /** Degrees, WGS 84. */
  latitude: number;
  longitude: number;
  /** Hours of the store itself, `HH:MM` in Japan; null for a store that keeps the kiosks’ hours (R24). */
  opens: string | null;
  closes: string | null;
  /** For the search. The database computes the band, `searchColumns` the keys. */
  latitude_band: ColumnType<number, never, never>;
  town_key: Generated<string>;
  name_key: Generated<string>;
}

/** The municipalities in which there are stores. */
export interface StoreAreaTable {
  prefecture: Fixed<string>;
  municipality: Fixed<string>;
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

/** Bands of a twentieth of a degree, 5.6 km: with the longitude an index by place that every database has. */
export const BANDS_PER_DEGREE = 20;

/** The same in the database’s words: see the migration. */
export function latitudeBand(latitude: number): number {
  return Math.floor(latitude * BANDS_PER_DEGREE);
}

/** What the search reads of a store. */
export function searchColumns(store: { readonly name: string; readonly address: string }) {
  return {
    town_key: placeKey(store.address),
    name_key: storeNameKey(store.name),
  };
}

export const addStoreSearch: Migration = {
  async up(db) {
    await db.schema.alterTable('chain').addColumn('name_latin', 'text').addColumn('note', 'jsonb').execute();
    await db.schema
      .alterTable('store')
      .addColumn('municipality', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('postcode', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('opens', 'text')
      .addColumn('closes', 'text')
      .addColumn('latitude_band', 'integer', (column) =>
        column
          .generatedAlwaysAs(sql`cast(floor(latitude * ${sql.lit(BANDS_PER_DEGREE)}) as integer)`)
          .stored(),
      )
      // Compared byte by byte, so that a beginning is a range of an index.
      .addColumn('town_key', sql`text collate "C"`, (column) => column.notNull().defaultTo(''))
      .addColumn('name_key', sql`text collate "C"`, (column) => column.notNull().defaultTo(''))
      .execute();
    await db.schema
      .createTable('store_area')
      .addColumn('prefecture', 'text', (column) => column.notNull())
      .addColumn('municipality', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('store_area_key', ['prefecture', 'municipality'])
      .execute();
    await fillSearchColumns(db);
    const index = (name: string, columns: readonly string[]) =>
      db.schema
        .createIndex(name)
        .on('store')
        .columns([...columns])
        .execute();
    await index('store_position', ['latitude_band', 'longitude']);
    await index('store_place', ['prefecture', 'municipality', 'name', 'id']);
    await index('store_town', ['town_key']);
    await index('store_name', ['name_key']);
    await index('store_postcode', ['postcode']);
    await db.schema.createIndex('offer_of_chain').on('offer').columns(['chain', 'pin']).execute();
  },
};

// biome-ignore lint/suspicious/noExplicitAny: a migration sees the tables as they were
async function fillSearchColumns(db: Kysely<any>): Promise<void> {
  const stores = await db.selectFrom('store').select(['id', 'name', 'address']).execute();
  for (const { id, name, address } of stores) {
    await db.updateTable('store').set(searchColumns({ name, address })).where('id', '=', id).execute();
  }
}

/** Days are compared as text, which is right only if all are written alike. */
function isDay(column: string) {
  return sql<boolean>`${sql.ref(column)} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'`;
}
