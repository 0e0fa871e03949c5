import { type Expression, sql } from 'kysely';
import type { Connection } from '../database/index.ts';
import { distanceBetween, type Place } from './distance.ts';
import { type PlaceWish, placeKey, readPlaceWish } from './place-text.ts';
import type { Store } from './storage.ts';
import { latitudeBand } from './tables.ts';

/** Pages grow: most often the first holds enough, and where few stores of a chain take part the rule still sees each. */
const FIRST_PAGE = 60;
const LONGEST_PAGE = 5_000;

type Stores = ReturnType<typeof selectStores>;

export function selectStores(db: Connection) {
  return db
    .selectFrom('store')
    .innerJoin('chain', 'chain.id', 'store.chain')
    .select([
      'store.id',
      'store.chain',
      'chain.name as chainName',
      'store.name',
      'prefecture',
      'municipality',
      'address',
      'postcode',
      'latitude',
      'longitude',
      'opens',
      'closes',
    ]);
}

/** All stores of these chains, by prefecture, municipality and name. */
export async function* storesByName(
  db: Connection,
  chains: readonly string[],
): AsyncGenerator<readonly Store[]> {
  if (chains.length > 0) yield* pagesOf(inNameOrder(ofChains(db, chains)));
}

/** Metres; doubled is slow in the mountains, tenfold wasteful in the city. The last has everything. */
const RADII = [2_000, 8_000, 30_000, 120_000, 500_000, Number.POSITIVE_INFINITY];
const METRES_PER_DEGREE = 111_195;

/**
 * All stores of these chains, the nearest first: ring by ring, each ring from the index of latitude band and longitude,
 * so that a search in a city does not look at the country.
 */
export async function* nearestStores(
  db: Connection,
  chains: readonly string[],
  near: Place,
): AsyncGenerator<readonly Store[]> {
  if (chains.length === 0) return;
  let inner = -1;
  for (const outer of RADII) {
    const inOrder = within(ofChains(db, chains), near, outer)
      .orderBy(squaredDegrees(near))
      .orderBy('store.id');
    for await (const page of pagesOf(inOrder))
      yield page.filter((store) => {
        const distance = distanceBetween(near, store);
        return distance > inner && distance <= outer;
      });
    inner = outer;
  }
}

/** Stores of these chains that the text means: of a postcode, of a municipality, at an address, with a name. */
export async function* storesAtPlace(
  db: Connection,
  chains: readonly string[],
  text: string,
): AsyncGenerator<readonly Store[]> {
  const wish = readPlaceWish(text, await knownPlaces(db));
  const meant = wish.kind === 'place' && wish.chain !== undefined ? [wish.chain] : chains;
  const wanted = chains.filter((chain) => meant.includes(chain));
  if (wanted.length === 0) return;
  if (wish.kind === 'postcode') yield* storesOfPostcode(db, wanted, wish.digits);
  else yield* storesOfPlace(db, wanted, wish);
}

/** The longest beginning of the postcode that some stores have: neighbours share it. */
async function* storesOfPostcode(
  db: Connection,
  chains: readonly string[],
  digits: string,
): AsyncGenerator<readonly Store[]> {
  for (const length of [7, 5, 3].filter((one) => one <= digits.length)) {
    const beginning = digits.slice(0, length);
    const stores = ofChains(db, chains)
      .where('postcode', '>=', beginning)
      .where('postcode', '<', nextText(beginning));
    let any = false;
    for await (const page of pagesOf(stores.orderBy('postcode').orderBy('store.id'))) {
      any ||= page.length > 0;
      yield page;
    }
    if (any) return;
  }
}

async function* storesOfPlace(
  db: Connection,
  chains: readonly string[],
  wish: Extract<PlaceWish, { kind: 'place' }>,
): AsyncGenerator<readonly Store[]> {
  const seen = new Set<string>();
  const { prefecture, areas, text } = wish;
  const here = () => {
    const stores = ofChains(db, chains);
    return prefecture === undefined ? stores : stores.where('prefecture', '=', prefecture);
  };
  const queries: Stores[] = [];
  if (text === '') queries.push(here());
  const whole = areas.filter(({ rest }) => rest === '');
  if (whole.length > 0)
    queries.push(
      here().where((eb) =>
        eb.or(
          whole.map((area) =>
            eb.and([eb('prefecture', '=', area.prefecture), eb('municipality', '=', area.municipality)]),
          ),
        ),
      ),
    );
  for (const area of areas.filter(({ rest }) => rest !== ''))
    queries.push(
      beginningWith(here(), 'town_key', area.rest)
        .where('prefecture', '=', area.prefecture)
        .where('municipality', '=', area.municipality),
    );
  if (text !== '')
    queries.push(beginningWith(here(), 'town_key', text), beginningWith(here(), 'name_key', text));
  for (const query of queries)
    for await (const page of pagesOf(inNameOrder(query)))
      yield page.filter(({ id }) => !seen.has(id) && seen.add(id));
}

async function knownPlaces(db: Connection): Promise<Parameters<typeof readPlaceWish>[1]> {
  const areas = await db.selectFrom('store_area').select(['prefecture', 'municipality']).execute();
  const chains = await db.selectFrom('chain').select(['id', 'name', 'name_latin']).execute();
  return {
    areas,
    chains: chains.map(({ id, name, name_latin }) => ({
      id,
      names: [name, ...(name_latin === null ? [] : [name_latin])].filter((one) => placeKey(one) !== ''),
    })),
  };
}

function ofChains(db: Connection, chains: readonly string[]): Stores {
  return selectStores(db).where('store.chain', 'in', chains);
}

function inNameOrder(stores: Stores): Stores {
  return stores.orderBy('prefecture').orderBy('municipality').orderBy('store.name').orderBy('store.id');
}

function beginningWith(stores: Stores, column: 'town_key' | 'name_key', beginning: string): Stores {
  return stores.where(column, '>=', beginning).where(column, '<', nextText(beginning));
}

/** The first text after all that begin with this one, byte by byte (U+10FFFF is no character). */
function nextText(beginning: string): string {
  return `${beginning}\u{10ffff}`;
}

/** Of the square around the place; the corners are for the caller to cut off. */
function within(stores: Stores, { latitude, longitude }: Place, metres: number): Stores {
  if (metres === Number.POSITIVE_INFINITY) return stores;
  const dLatitude = metres / METRES_PER_DEGREE;
  const dLongitude = dLatitude / Math.max(0.1, Math.cos((latitude * Math.PI) / 180));
  const [first, last] = [latitudeBand(latitude - dLatitude), latitudeBand(latitude + dLatitude)];
  const bands = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return stores
    .where('latitude_band', 'in', bands)
    .where('longitude', '>=', longitude - dLongitude)
    .where('longitude', '<=', longitude + dLongitude);
}

/** Grows with the distance as long as that is small against the earth: enough for the order within Japan. */
function squaredDegrees({ latitude, longitude }: Place): Expression<number> {
  const shortening = Math.cos((latitude * Math.PI) / 180);
  return sql<number>`power(latitude - ${latitude}, 2) + power((longitude - ${longitude}) * ${shortening}, 2)`;
}

async function* pagesOf(inOrder: Stores): AsyncGenerator<readonly Store[]> {
  for (let offset = 0, size = FIRST_PAGE; ; offset += size, size = Math.min(4 * size, LONGEST_PAGE)) {
    const page = await inOrder.offset(offset).limit(size).execute();
    yield page;
    if (page.length < size) return;
  }
}
