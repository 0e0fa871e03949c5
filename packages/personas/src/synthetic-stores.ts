import { createHash } from 'node:crypto';
import { PREFECTURES, type Prefecture } from '@kaijo/contract';

/**
 * Stores that do not exist, for trying the search at the size of the country: invented municipalities, towns and names
 * in all 47 prefectures, scattered around the prefectures' offices as densely as people live there. The same number
 * gives the same files, byte by byte. Columns and order are those of the service's CSV files.
 */

const BYTE_ORDER_MARK = '\ufeff';
const STORE_HEADER = 'id,chain,name,prefecture,municipality,address,postcode,latitude,longitude,opens,closes';
const OFFER_HEADER = 'chain,store,pin,first_day,last_day';

/** Of each prefecture, in tens of thousands (census of 2020), in the order of their codes. */
// biome-ignore format: a table
const POPULATION = [
  522, 124, 121, 230, 96, 107, 183, 287, 193, 194, 734, 628, 1405, 924, 220, 103, 113, 77, 81, 205, 198, 363, 754, 177,
  141, 258, 884, 547, 132, 92, 55, 67, 189, 280, 134, 72, 95, 133, 69, 514, 81, 131, 174, 112, 107, 159, 147,
];

interface SyntheticChain {
  readonly id: string;
  readonly name: string;
  readonly weight: number;
  /** Codes of the prefectures where it has stores; everywhere without. */
  readonly in?: readonly [first: number, last: number][];
  /** Only some stores take part: these PINs. */
  readonly pins?: readonly string[];
  readonly hours?: readonly [opens: string, closes: string];
}

const CHAINS: readonly SyntheticChain[] = [
  { id: 'seven-eleven', name: 'セブン-イレブン', weight: 215 },
  { id: 'familymart', name: 'ファミリーマート', weight: 163 },
  { id: 'lawson', name: 'ローソン', weight: 146 },
  { id: 'ministop', name: 'ミニストップ', weight: 18 },
  {
    id: 'daiei',
    name: 'ダイエー',
    weight: 4,
    in: [
      [11, 14],
      [26, 29],
    ],
    pins: ['sign'],
    hours: ['09:00', '22:00'],
  },
  { id: 'aeon-retail', name: 'イオン', weight: 6, in: [[2, 39]], hours: ['08:00', '23:00'] },
  {
    id: 'aeon-hokkaido',
    name: 'イオン',
    weight: 8,
    in: [[1, 1]],
    pins: ['sign', 'auth'],
    hours: ['09:00', '22:00'],
  },
  {
    id: 'aeon-tohoku',
    name: 'イオン',
    weight: 8,
    in: [[2, 7]],
    pins: ['sign', 'auth'],
    hours: ['09:00', '22:00'],
  },
  { id: 'fuji', name: 'フジ', weight: 12, in: [[31, 39]], pins: ['sign', 'auth'], hours: ['09:00', '21:00'] },
];

const DIRECTIONS = ['', '東', '西', '南', '北', '上', '下', '新', '大', '小', '中'];
const KEYS = ['錠', '鍵', '閂', '鎖', '鑰'];
const LANDS = [
  '野',
  '山',
  '川',
  '原',
  '島',
  '崎',
  '沢',
  '田',
  '浦',
  '谷',
  '丘',
  '里',
  '瀬',
  '岡',
  '森',
  '池',
];
const TOWNS = [
  '本',
  '栄',
  '旭',
  '緑',
  '桜',
  '若葉',
  '泉',
  '寿',
  '富士見',
  '日の出',
  '元',
  '松',
  '梅',
  '宮',
  '柳',
  '港',
];
const KANJI = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

export interface SyntheticFiles {
  readonly stores: string;
  /** Offers of those stores whose chain takes part with some only. */
  readonly offers: string;
}

export function syntheticStores(count: number): SyntheticFiles {
  const random = randomFrom(20_260_101);
  const stores: string[][] = [];
  const offers: string[][] = [];
  const total = POPULATION.reduce((sum, one) => sum + one, 0);
  let people = 0;
  for (const [index, prefecture] of PREFECTURES.entries()) {
    const areas = areasOf(prefecture, POPULATION[index] as number, random);
    people += POPULATION[index] as number;
    // By what is left to give, so that the sum is exact.
    const share = Math.round((count * people) / total) - stores.length;
    for (let i = 0; i < share; i++) {
      const store = storeIn(prefecture, pick(areas, random), stores.length, random);
      stores.push(store.cells);
      for (const pin of store.pins) offers.push([store.chain, store.id, pin, '2026-01-01', '']);
    }
  }
  return {
    stores: fileOf(STORE_HEADER, stores.sort(byCells(0))),
    offers: fileOf(OFFER_HEADER, offers.sort(byCells(0, 1, 2))),
  };
}

type Random = () => number;

interface Area {
  readonly name: string;
  readonly number: number;
  readonly latitude: number;
  readonly longitude: number;
  /** Degrees. */
  readonly size: number;
}

function areasOf({ code, latitude, longitude }: Prefecture, people: number, random: Random): readonly Area[] {
  const names = new Set<string>();
  const count = Math.max(8, Math.round(people / 8));
  while (names.size < count) {
    const kind = names.size < count * 0.7 ? '市' : '町';
    names.add(pick(DIRECTIONS, random) + pick(KEYS, random) + pick(LANDS, random) + kind);
  }
  const spread = code === '01' ? 1.1 : 0.22;
  return [...names].map((name, number) => ({
    name: code === '13' && number < 23 ? name.replace(/市$/, '区') : name,
    number,
    latitude: latitude + spread * bell(random),
    longitude: longitude + spread * bell(random),
    size: 0.02 + 0.03 * random(),
  }));
}

function storeIn(prefecture: Prefecture, area: Area, index: number, random: Random) {
  const code = Number(prefecture.code);
  const chain = pickChain(code, random);
  const town = Math.floor(TOWNS.length * random());
  const block = pick(KANJI, random);
  const townName = `${TOWNS[town]}町`;
  const id = idOf(index);
  const address = `${townName}${block}丁目${1 + Math.floor(30 * random())}番${1 + Math.floor(20 * random())}号`;
  const postcode = `${prefecture.code}${pad(area.number, 1).slice(-1)}-${pad(area.number, 2).slice(-2)}${pad(town, 2)}`;
  const takesPart = chain.pins !== undefined && random() < 0.7;
  return {
    id,
    chain: chain.id,
    pins: takesPart ? (chain.pins ?? []) : [],
    cells: [
      id,
      chain.id,
      `${chain.name} ${area.name.replace(/[市区町]$/, '')}${townName}${block}丁目${index}号店`,
      prefecture.name,
      area.name,
      address,
      postcode,
      degrees(area.latitude + area.size * bell(random)),
      degrees(area.longitude + area.size * bell(random)),
      ...(chain.hours ?? ['', '']),
    ],
  };
}

function pickChain(code: number, random: Random): SyntheticChain {
  const here = CHAINS.filter(
    (chain) => chain.in?.some(([first, last]) => first <= code && code <= last) ?? true,
  );
  let at = random() * here.reduce((sum, { weight }) => sum + weight, 0);
  for (const chain of here) {
    at -= chain.weight;
    if (at < 0) return chain;
  }
  return here[0] as SyntheticChain;
}

function idOf(index: number): string {
  const hex = createHash('sha256').update(`kaijo synthetic store ${index}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function degrees(value: number): string {
  return String(Number(value.toFixed(5)));
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function fileOf(header: string, rows: readonly (readonly string[])[]): string {
  return `${BYTE_ORDER_MARK}${[header, ...rows.map((row) => row.join(','))].join('\r\n')}\r\n`;
}

function byCells(...columns: readonly number[]) {
  const key = (row: readonly string[]): string => columns.map((column) => row[column]).join(' ');
  return (a: readonly string[], b: readonly string[]): number => (key(a) < key(b) ? -1 : 1);
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(from.length * random())] as T;
}

/** Near the normal distribution: mean 0, deviation 1 (the sum of twelve). */
function bell(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
}

/** mulberry32: small and good enough to scatter shops. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
