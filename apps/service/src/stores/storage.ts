import type { StoreSummary, TargetPin } from '@kaijo/contract';
import { type Expression, sql } from 'kysely';
import type { Connection } from '../database/index.ts';
import { type JapanDay, jstDay } from '../opening/index.ts';
import { currentSwitches, type StopSwitch, stopFor } from '../switches/index.ts';
import { distanceBetween, type Place } from './distance.ts';
import { chainsOn, type Offer, pinsOn, TARGET_PINS } from './rules.ts';

export interface Store extends Place {
  readonly id: string;
  /** Its id. */
  readonly chain: string;
  readonly chainName: string;
  readonly name: string;
  readonly prefecture: string;
  readonly address: string;
}

/** A store with what it offers on one day (R26). */
export interface StoreToday extends Store {
  readonly pins: readonly TargetPin[];
}

/** One store and what it offers at `now`; stop switches are another question (R42). */
export async function storeAt(db: Connection, id: string, now: Date): Promise<StoreToday | undefined> {
  const store = await selectStores(db).where('store.id', '=', id).executeTakeFirst();
  if (store === undefined) return undefined;
  const offers = [...(await chainWideOffers(db)), ...(await offersOfStores(db, [id]))];
  return { ...store, pins: pinsOn(jstDay(now), store, offers) };
}

export interface StoreSearch {
  /** Only stores that offer this PIN; any PIN without it. */
  readonly pin?: TargetPin;
  /** Nearest first; by prefecture and name without it. */
  readonly near?: Place;
  readonly limit: number;
  /** A store that is not asked for. */
  readonly except?: string;
}

/** Stores that offer something at `now` (R26) and are not stopped (R42), in the contract's words. */
export async function offeringStores(
  db: Connection,
  search: StoreSearch,
  now: Date,
): Promise<readonly StoreSummary[]> {
  const day = jstDay(now);
  const switches = await currentSwitches(db);
  const chains = await openChains(db, search.pin === undefined ? TARGET_PINS : [search.pin], day, switches);
  const chainWide = await chainWideOffers(db);
  const found: StoreToday[] = [];
  for await (const stores of pagesOf(db, chains, search.near)) {
    const offers = [
      ...chainWide,
      ...(await offersOfStores(
        db,
        stores.map(({ id }) => id),
      )),
    ];
    for (const store of stores) {
      const pins = openPins(store, day, offers, switches);
      const isWanted = search.pin === undefined ? pins.length > 0 : pins.includes(search.pin);
      if (isWanted && store.id !== search.except) found.push({ ...store, pins });
      if (found.length === search.limit) return summaries(found, search.near);
    }
  }
  return summaries(found, search.near);
}

/** R27: the stores nearest to this one that offer the PIN. */
export function nearestOffering(
  db: Connection,
  of: { readonly from: Store; readonly pin: TargetPin; readonly limit: number },
  now: Date,
): Promise<readonly StoreSummary[]> {
  return offeringStores(db, { pin: of.pin, near: of.from, limit: of.limit, except: of.from.id }, now);
}

/** R43: names of the chains of which some stores offer the PIN at `now` and that are not stopped. */
export async function chainsOffering(db: Connection, pin: TargetPin, now: Date): Promise<readonly string[]> {
  const ids = await openChains(db, [pin], jstDay(now), await currentSwitches(db));
  if (ids.length === 0) return [];
  const chains = await db.selectFrom('chain').select('name').where('id', 'in', ids).orderBy('name').execute();
  return chains.map(({ name }) => name);
}

/** Ids of the chains of which some stores offer one of the PINs and that are not stopped as a whole. */
async function openChains(
  db: Connection,
  pins: readonly TargetPin[],
  day: JapanDay,
  switches: readonly StopSwitch[],
): Promise<readonly string[]> {
  // Where only some stores offer it, one row stands for all that began on the same day.
  const rows = await db
    .selectFrom('offer')
    .select(['chain', 'pin', 'first_day', 'last_day', sql<null>`null`.as('store')])
    .distinct()
    .where('pin', 'in', pins)
    .execute();
  const offers = rows.map(offerOf);
  const chains = new Set(pins.flatMap((pin) => [...chainsOn(day, pin, offers)]));
  return [...chains].filter((chain) => stopFor({ chain }, switches) === undefined);
}

function openPins(
  store: Store,
  day: JapanDay,
  offers: readonly Offer[],
  switches: readonly StopSwitch[],
): readonly TargetPin[] {
  const stopped = stopFor({ chain: store.chain, store: store.id }, switches) !== undefined;
  return stopped ? [] : pinsOn(day, store, offers);
}

function summaries(stores: readonly StoreToday[], near: Place | undefined): readonly StoreSummary[] {
  const list = stores.map(({ id, chainName, name, prefecture, address, pins, ...place }) => ({
    id,
    chain: chainName,
    name,
    prefecture,
    address,
    pins: [...pins],
    ...(near && { distance: Math.round(distanceBetween(near, place)) }),
  }));
  return near === undefined ? list : list.toSorted((a, b) => (a.distance ?? 0) - (b.distance ?? 0));
}

const FIRST_PAGE = 100;
const LONGEST_PAGE = 5_000;

/**
 * All stores of these chains in the order asked for, in pages that grow: most often the first holds enough, and where
 * few stores of a chain take part the rule still sees each one.
 */
async function* pagesOf(
  db: Connection,
  chains: readonly string[],
  near: Place | undefined,
): AsyncGenerator<readonly Store[]> {
  if (chains.length === 0) return;
  const stores = selectStores(db).where('store.chain', 'in', chains);
  const inOrder =
    near === undefined
      ? stores.orderBy('prefecture').orderBy('store.name')
      : stores.orderBy(squaredDegrees(near));
  for (let offset = 0, size = FIRST_PAGE; ; offset += size, size = Math.min(4 * size, LONGEST_PAGE)) {
    const page = await inOrder.orderBy('store.id').offset(offset).limit(size).execute();
    yield page;
    if (page.length < size) return;
  }
}

/** Grows with the distance as long as that is small against the earth: enough for the order within Japan. */
function squaredDegrees({ latitude, longitude }: Place): Expression<number> {
  const shortening = Math.cos((latitude * Math.PI) / 180);
  return sql<number>`power(latitude - ${latitude}, 2) + power((longitude - ${longitude}) * ${shortening}, 2)`;
}

function selectStores(db: Connection) {
  return db
    .selectFrom('store')
    .innerJoin('chain', 'chain.id', 'store.chain')
    .select([
      'store.id',
      'store.chain',
      'chain.name as chainName',
      'store.name',
      'prefecture',
      'address',
      'latitude',
      'longitude',
    ]);
}

async function chainWideOffers(db: Connection): Promise<readonly Offer[]> {
  return (await selectOffers(db).where('store', 'is', null).execute()).map(offerOf);
}

async function offersOfStores(db: Connection, ids: readonly string[]): Promise<readonly Offer[]> {
  if (ids.length === 0) return [];
  return (await selectOffers(db).where('store', 'in', ids).execute()).map(offerOf);
}

function selectOffers(db: Connection) {
  return db.selectFrom('offer').select(['chain', 'store', 'pin', 'first_day', 'last_day']);
}

function offerOf(row: {
  readonly chain: string;
  readonly store: string | null;
  readonly pin: TargetPin;
  readonly first_day: string;
  readonly last_day: string | null;
}): Offer {
  return {
    chain: row.chain,
    ...(row.store !== null && { store: row.store }),
    pin: row.pin,
    firstDay: row.first_day as JapanDay,
    ...(row.last_day !== null && { lastDay: row.last_day as JapanDay }),
  };
}
