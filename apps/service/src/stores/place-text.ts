import { PREFECTURES } from '@kaijo/contract';

/** A municipality in which there are stores. */
export interface Area {
  readonly prefecture: string;
  readonly municipality: string;
}

/** What somebody who typed this looks for. */
export type PlaceWish =
  /** Three to seven digits. */
  | { readonly kind: 'postcode'; readonly digits: string }
  | {
      readonly kind: 'place';
      readonly prefecture?: string;
      readonly chain?: string;
      /** Municipalities that the text names, with what the text says after it (a beginning of the address). */
      readonly areas: readonly (Area & { readonly rest: string })[];
      /** The beginning of an address or of a store’s name; empty when prefecture and chain said it all. */
      readonly text: string;
    };

/** More municipalities than these are no answer to anybody. */
const AREAS_LOOKED_AT = 60;

const KANJI_DIGITS = '一二三四五六七八九';

/**
 * One spelling for what people write in several: width and case, blanks and hyphens, 一丁目 and 1丁目, 霞ヶ関 and 霞が関.
 * Names are stored as they are and compared like this.
 */
export function placeKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Pd}ー−]/gu, '')
    .replaceAll(/[ヶケがガ]/g, 'が')
    .replaceAll(/[一二三四五六七八九]/g, (digit) => String(KANJI_DIGITS.indexOf(digit) + 1));
}

/** A store’s name without its chain: what people call it. */
export function storeNameKey(name: string): string {
  const [, own] = /^\S+\s+(.+)$/u.exec(name) ?? [];
  return placeKey(own ?? name);
}

export function readPlaceWish(
  text: string,
  known: {
    readonly areas: readonly Area[];
    readonly chains: readonly { readonly id: string; readonly names: readonly string[] }[];
  },
): PlaceWish {
  const digits = postcodeDigits(text);
  if (digits !== undefined) return { kind: 'postcode', digits };
  let rest = placeKey(text);
  const chain = known.chains.find(({ names }) => names.some((name) => rest.startsWith(placeKey(name))));
  if (chain !== undefined) {
    const name = chain.names.map(placeKey).find((key) => rest.startsWith(key)) ?? '';
    rest = rest.slice(name.length);
  }
  const prefecture = prefectureOf(rest);
  if (prefecture !== undefined) rest = rest.slice(prefecture.length);
  const within = known.areas.filter(
    (area) => prefecture === undefined || area.prefecture === prefecture.name,
  );
  return {
    kind: 'place',
    ...(prefecture && { prefecture: prefecture.name }),
    ...(chain && { chain: chain.id }),
    areas: rest === '' ? [] : within.flatMap((area) => areaMatch(area, rest)).slice(0, AREAS_LOOKED_AT),
    text: rest,
  };
}

function postcodeDigits(text: string): string | undefined {
  const folded = text.normalize('NFKC').replaceAll(/[\s\p{Pd}ー−〒]/gu, '');
  return /^[0-9]{3,7}$/.test(folded) ? folded : undefined;
}

/** The prefecture that a text begins with, and how much of the text that is. */
function prefectureOf(key: string): { readonly name: string; readonly length: number } | undefined {
  const full = PREFECTURES.find(({ name }) => key.startsWith(placeKey(name)));
  if (full !== undefined) return { name: full.name, length: placeKey(full.name).length };
  // Without 都, 府 or 県 only if nothing follows: 山形 may go on as 山形市.
  const plain = key.replace(/(県|けん|ken|prefecture)$/, '');
  const short = PREFECTURES.find(({ name, kana, latin }) =>
    [placeKey(name.replace(/[都府県]$/, '')), placeKey(kana), latin.toLowerCase()].includes(plain),
  );
  return short && { name: short.name, length: key.length };
}

/** 札幌市中央区 is also found as 中央区, and 西多摩郡瑞穂町 as 瑞穂町. */
function areaMatch(area: Area, text: string): readonly (Area & { readonly rest: string })[] {
  const key = placeKey(area.municipality);
  if (key === '') return [];
  const parts = [key, ...[...key.matchAll(/[市郡](?=.)/gu)].map(({ index }) => key.slice(index + 1))];
  const whole = parts.find((part) => text.startsWith(part));
  if (whole !== undefined) return [{ ...area, rest: text.slice(whole.length) }];
  return parts.some((part) => part.startsWith(text)) ? [{ ...area, rest: '' }] : [];
}
