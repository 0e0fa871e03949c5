import type { TargetPin } from '@kaijo/contract';
import { sql } from 'kysely';
import type { Connection, Transaction } from '../../database/index.ts';
import { searchColumns } from '../tables.ts';
import type { CsvRow } from './format.ts';
import type { ChainColumn, OfferColumn, StoreColumn } from './formats.ts';

/** Tables as the rows of their files, and back. */

/** Statements have an end: the embedded database takes them whole. */
const ROWS_AT_ONCE = 2_000;

export async function chainRows(db: Connection): Promise<CsvRow<ChainColumn>[]> {
  const chains = await db.selectFrom('chain').selectAll().orderBy('id').execute();
  return chains.map(({ id, name, name_latin, note }) => ({
    id,
    name,
    name_latin: name_latin ?? '',
    note_ja: note?.ja ?? '',
    note_en: note?.en ?? '',
  }));
}

export async function writeChains(tx: Transaction, rows: readonly CsvRow<ChainColumn>[]): Promise<void> {
  for (const { id, name, name_latin, note_ja, note_en } of rows) {
    const note =
      note_ja === '' ? null : JSON.stringify({ ja: note_ja, ...(note_en !== '' && { en: note_en }) });
    const values = { name, name_latin: name_latin === '' ? null : name_latin, note };
    await tx
      .insertInto('chain')
      .values({ id, ...values })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute();
  }
}

export async function removeChains(tx: Transaction, rows: readonly CsvRow<ChainColumn>[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.deleteFrom('offer').where('chain', 'in', ids).execute();
  await tx.deleteFrom('chain').where('id', 'in', ids).execute();
}

export async function storeRows(db: Connection): Promise<CsvRow<StoreColumn>[]> {
  const stores = await db.selectFrom('store').selectAll().orderBy('id').execute();
  return stores.map((store) => ({
    id: store.id,
    chain: store.chain,
    name: store.name,
    prefecture: store.prefecture,
    municipality: store.municipality,
    address: store.address,
    postcode: store.postcode.replace(/^([0-9]{3})([0-9]{4})$/, '$1-$2'),
    latitude: String(store.latitude),
    longitude: String(store.longitude),
    opens: store.opens ?? '',
    closes: store.closes ?? '',
  }));
}

/** Adds and changes. The rows of a batch travel as one JSON value instead of as thousands of parameters. */
export async function writeStores(tx: Transaction, rows: readonly CsvRow<StoreColumn>[]): Promise<void> {
  for (const batch of batchesOf(rows)) {
    const json = JSON.stringify(
      batch.map((row) => ({
        ...row,
        postcode: row.postcode.replace('-', ''),
        latitude: Number(row.latitude),
        longitude: Number(row.longitude),
        opens: row.opens || null,
        closes: row.closes || null,
        ...searchColumns(row),
      })),
    );
    await sql`
      insert into store
        (id, chain, name, prefecture, municipality, address, postcode, latitude, longitude, opens, closes, town_key, name_key)
      select id, chain, name, prefecture, municipality, address, postcode, latitude, longitude, opens, closes, town_key, name_key
      from json_to_recordset(cast(${json} as json)) as line (
        id uuid, chain text, name text, prefecture text, municipality text, address text, postcode text,
        latitude float8, longitude float8, opens text, closes text, town_key text, name_key text)
      on conflict (id) do update set
        name = excluded.name, prefecture = excluded.prefecture, municipality = excluded.municipality,
        address = excluded.address, postcode = excluded.postcode, latitude = excluded.latitude,
        longitude = excluded.longitude, opens = excluded.opens, closes = excluded.closes,
        town_key = excluded.town_key, name_key = excluded.name_key`.execute(tx);
  }
  await rebuildAreas(tx);
}

export async function removeStores(tx: Transaction, rows: readonly CsvRow<StoreColumn>[]): Promise<void> {
  for (const batch of batchesOf(rows)) {
    const ids = batch.map(({ id }) => id);
    await tx.deleteFrom('offer').where('store', 'in', ids).execute();
    await tx.deleteFrom('store').where('id', 'in', ids).execute();
  }
  await rebuildAreas(tx);
}

async function rebuildAreas(tx: Transaction): Promise<void> {
  await tx.deleteFrom('store_area').execute();
  await tx
    .insertInto('store_area')
    .columns(['prefecture', 'municipality'])
    .expression((eb) => eb.selectFrom('store').select(['prefecture', 'municipality']).distinct())
    .execute();
}

export async function offerRows(db: Connection): Promise<CsvRow<OfferColumn>[]> {
  const offers = await db.selectFrom('offer').selectAll().execute();
  return offers
    .map(({ chain, store, pin, first_day, last_day }) => ({
      chain,
      store: store ?? '',
      pin,
      first_day,
      last_day: last_day ?? '',
    }))
    .sort((a, b) => compare(sortKey(a), sortKey(b)));
}

function sortKey({ chain, store, pin, first_day }: CsvRow<OfferColumn>): string {
  return [chain, store, pin, first_day].join(' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

export async function writeOffers(tx: Transaction, rows: readonly CsvRow<OfferColumn>[]): Promise<void> {
  await removeOffers(tx, rows);
  for (const batch of batchesOf(rows)) {
    const values = batch.map((row) => ({
      chain: row.chain,
      store: row.store || null,
      pin: row.pin as TargetPin,
      first_day: row.first_day,
      last_day: row.last_day || null,
    }));
    await tx.insertInto('offer').values(values).execute();
  }
}

export async function removeOffers(tx: Transaction, rows: readonly CsvRow<OfferColumn>[]): Promise<void> {
  for (const batch of batchesOf(rows)) {
    const json = JSON.stringify(batch.map(({ store, ...row }) => ({ ...row, store: store || null })));
    await sql`
      delete from offer using json_to_recordset(cast(${json} as json)) as line (chain text, store uuid, pin text, first_day text)
      where offer.chain = line.chain and offer.pin = line.pin and offer.first_day = line.first_day
        and (offer.store = line.store or (offer.store is null and line.store is null))`.execute(tx);
  }
}

function* batchesOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield rows.slice(at, at + ROWS_AT_ONCE);
}
