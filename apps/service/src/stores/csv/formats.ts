import { PREFECTURES } from '@kaijo/contract';
import { readJapanDay } from '../../opening/index.ts';
import { number, optional, pattern, text, uuid } from './columns.ts';
import type { CsvFormat } from './format.ts';

const PREFECTURE_NAMES: ReadonlySet<string> = new Set(PREFECTURES.map(({ name }) => name));
const TIME = pattern(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'is no time of the day (HH:MM)');
const DAY = (cell: string) =>
  readJapanDay(cell) === undefined ? 'is no day of the calendar (YYYY-MM-DD)' : undefined;
const CHAIN = pattern(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no short name (small letters, digits, hyphens)');

export type ChainColumn = 'id' | 'name' | 'name_latin' | 'note_ja' | 'note_en';

export const CHAINS: CsvFormat<ChainColumn> = {
  columns: ['id', 'name', 'name_latin', 'note_ja', 'note_en'],
  key: ['id'],
  checks: {
    id: CHAIN,
    name: text(100),
    name_latin: optional(text(100)),
    note_ja: optional(text(500)),
    note_en: optional(text(500)),
  },
  checkRow: ({ note_ja, note_en }) =>
    note_en !== '' && note_ja === '' ? { column: 'note_ja', message: 'is empty, with a note_en' } : undefined,
};

export type StoreColumn =
  | 'id'
  | 'chain'
  | 'name'
  | 'prefecture'
  | 'municipality'
  | 'address'
  | 'postcode'
  | 'latitude'
  | 'longitude'
  | 'opens'
  | 'closes';

export const STORES: CsvFormat<StoreColumn> = {
  // biome-ignore format: the header
  columns: ['id', 'chain', 'name', 'prefecture', 'municipality', 'address', 'postcode', 'latitude', 'longitude', 'opens', 'closes'],
  key: ['id'],
  checks: {
    id: uuid,
    chain: CHAIN,
    name: text(100),
    prefecture: (cell) => (PREFECTURE_NAMES.has(cell) ? undefined : 'is none of the 47 prefectures'),
    municipality: optional(text(60)),
    address: text(200),
    postcode: optional(pattern(/^[0-9]{3}-?[0-9]{4}$/, 'is no postcode (NNN-NNNN)')),
    // Japan with its remotest islands.
    latitude: number(20, 46),
    longitude: number(122, 155),
    opens: optional(TIME),
    closes: optional(TIME),
  },
  canonical: {
    postcode: (cell) => cell.replace(/^([0-9]{3})([0-9]{4})$/, '$1-$2'),
    latitude: (cell) => String(Number(cell)),
    longitude: (cell) => String(Number(cell)),
  },
  checkRow: ({ opens, closes }) => {
    if ((opens === '') === (closes === '')) return undefined;
    return { column: opens === '' ? 'opens' : 'closes', message: 'is empty, the other is not' };
  },
};

export type OfferColumn = 'chain' | 'store' | 'pin' | 'first_day' | 'last_day';

export const OFFERS: CsvFormat<OfferColumn> = {
  columns: ['chain', 'store', 'pin', 'first_day', 'last_day'],
  key: ['chain', 'store', 'pin', 'first_day'],
  checks: {
    chain: CHAIN,
    /** Empty: all stores of the chain. */
    store: optional(uuid),
    pin: pattern(/^(sign|auth)$/, 'is neither sign nor auth (R1)'),
    first_day: DAY,
    last_day: optional(DAY),
  },
  checkRow: ({ first_day, last_day }) =>
    last_day !== '' && last_day < first_day
      ? { column: 'last_day', message: 'is before first_day' }
      : undefined,
};
