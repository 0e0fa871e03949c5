import type { StoreSummary, TargetPin } from '@kaijo/contract';
import { type Expression, sql } from 'kysely';
import { type Connection, readTogether } from '../database/index.ts';
import { windowsOf, windowsQuery } from '../maintenance/index.ts';
import { type JapanDay, jstDay, kioskOpening } from '../opening/index.ts';
import { type StopSwitch, stopFor, switchesQuery } from '../switches/index.ts';
import { nearestStores, selectStores, storesAtPlace, storesByName } from './candidates.ts';
import { distanceBetween, type Place } from './distance.ts';
import { chainsOn, isStoreOpen, type Offer, pinsOn, TARGET_PINS } from './rules.ts';

export interface Store extends Place {
  readonly id: string;
  /** Its id. */
  readonly chain: string;
  readonly chainName: string;
  readonly name: string;
  readonly prefecture: string;
  readonly municipality: string;
  /** What follows the municipality. */
  readonly address: string;
  /** Seven digits, or empty. */
  readonly postcode: string;
  readonly opens: string | null;
  readonly closes: string | null;
}

/** A store with what it offers on one day (R26). */
export interface StoreToday extends Store {
  readonly pins: readonly TargetPin[];
}

/** A store's id, or what finds it within a query. */
export type StoreId = string | Expression<string>;

/** One store and what it offers at `now`; stop switches are another question (R42). */
export async function storeAt(db: Connection, id: StoreId, now: Date): Promise<StoreToday | undefined> {
  return storeToday(await readTogether(db, storeQueries(db, id)), now);
}

/** The same for a statement that reads more; `storeToday` its rows. */
export function storeQueries(db: Connection, id: StoreId) {
  return {
    stores: selectStores(db).where('store.id', '=', id),
    // Those of all stores of a chain, and this store's own.
    offers: selectOffers(db).where(({ eb, or }) => or([eb('store', 'is', null), eb('store', '=', id)])),
  };
}

export function storeToday(
  { stores: [store], offers }: { readonly stores: readonly Store[]; readonly offers: readonly OfferRow[] },
  now: Date,
): StoreToday | undefined {
  return store && { ...store, pins: pinsOn(jstDay(now), store, offers.map(offerOf)) };
}

/** Names and places of stores as a table of a statement. */
export const placeColumns = sql`
  select store.id as store, store.name as store_name, chain.name as chain_name, store.prefecture,
    store.prefecture || store.municipality || store.address as full_address
  from store join chain on chain.id = store.chain`;

export interface PlaceColumns {
  readonly store_name: string;
  readonly chain_name: string;
  readonly prefecture: string;
}

export interface StoreSearch {
  /** Only stores that offer this PIN; any PIN without it. */
  readonly pin?: TargetPin;
  /** Nearest first; by prefecture and name without it. */
  readonly near?: Place;
  /** A place, a store’s name or a postcode, as people write it. */
  readonly place?: string;
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
  const pins = search.pin === undefined ? TARGET_PINS : [search.pin];
  const { windows, ...offering } = await readTogether(db, {
    switches: switchesQuery(db),
    kinds: kindsOfOffers(db, pins),
    chainWide: selectOffers(db).where('store', 'is', null),
    windows: windowsQuery(db, now),
  });
  const day = jstDay(now);
  const found = await findOffering(db, search, {
    day,
    switches: offering.switches,
    chains: openChains(offering, pins, day),
    chainWide: offering.chainWide.map(offerOf),
  });
  const kiosks = kioskOpening(now, windowsOf(windows)).open;
  return summaries(found, { near: search.near, openAt: (store) => kiosks && isStoreOpen(store, now) });
}

async function findOffering(
  db: Connection,
  search: StoreSearch,
  on: {
    readonly day: JapanDay;
    readonly switches: readonly StopSwitch[];
    readonly chains: readonly string[];
    readonly chainWide: readonly Offer[];
  },
): Promise<readonly StoreToday[]> {
  const { day, switches, chains, chainWide } = on;
  const found: StoreToday[] = [];
  for await (const stores of candidates(db, chains, search)) {
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
      if (found.length === search.limit) return found;
    }
  }
  return found;
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
  const read = await readTogether(db, { switches: switchesQuery(db), kinds: kindsOfOffers(db, [pin]) });
  const ids = openChains(read, [pin], jstDay(now));
  if (ids.length === 0) return [];
  const chains = await db.selectFrom('chain').select('name').where('id', 'in', ids).orderBy('name').execute();
  return chains.map(({ name }) => name);
}

/** Where only some stores of a chain offer a PIN, one row stands for all that began on the same day. */
function kindsOfOffers(db: Connection, pins: readonly TargetPin[]) {
  return db
    .selectFrom('offer')
    .select(['chain', 'pin', 'first_day', 'last_day', sql<null>`null`.as('store')])
    .distinct()
    .where('pin', 'in', pins);
}

/** Ids of the chains of which some stores offer one of the PINs and that are not stopped as a whole. */
function openChains(
  { switches, kinds }: { readonly switches: readonly StopSwitch[]; readonly kinds: readonly OfferRow[] },
  pins: readonly TargetPin[],
  day: JapanDay,
): readonly string[] {
  const offers = kinds.map(offerOf);
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

function summaries(
  stores: readonly StoreToday[],
  { near, openAt }: { readonly near: Place | undefined; readonly openAt: (store: StoreToday) => boolean },
): readonly StoreSummary[] {
  const list = stores.map((store) => ({
    id: store.id,
    chain: store.chainName,
    name: store.name,
    prefecture: store.prefecture,
    address: `${store.municipality}${store.address}`,
    ...(store.postcode !== '' && { postcode: `${store.postcode.slice(0, 3)}-${store.postcode.slice(3)}` }),
    pins: [...store.pins],
    ...(store.opens !== null &&
      store.closes !== null && { hours: { opens: store.opens, closes: store.closes } }),
    openNow: openAt(store),
    ...(near && { distance: Math.round(distanceBetween(near, store)) }),
  }));
  return near === undefined ? list : list.toSorted((a, b) => (a.distance ?? 0) - (b.distance ?? 0));
}

/** Stores of these chains in the order asked for; the rule decides which of them are listed. */
function candidates(
  db: Connection,
  chains: readonly string[],
  { near, place }: StoreSearch,
): AsyncIterable<readonly Store[]> {
  if (near !== undefined) return nearestStores(db, chains, near);
  return place === undefined ? storesByName(db, chains) : storesAtPlace(db, chains, place);
}

async function offersOfStores(db: Connection, ids: readonly string[]): Promise<readonly Offer[]> {
  if (ids.length === 0) return [];
  return (await selectOffers(db).where('store', 'in', ids).execute()).map(offerOf);
}

function selectOffers(db: Connection) {
  return db.selectFrom('offer').select(['chain', 'store', 'pin', 'first_day', 'last_day']);
}

interface OfferRow {
  readonly chain: string;
  readonly store: string | null;
  readonly pin: TargetPin;
  readonly first_day: string;
  readonly last_day: string | null;
}

function offerOf(row: OfferRow): Offer {
  return {
    chain: row.chain,
    ...(row.store !== null && { store: row.store }),
    pin: row.pin,
    firstDay: row.first_day as JapanDay,
    ...(row.last_day !== null && { lastDay: row.last_day as JapanDay }),
  };
}
