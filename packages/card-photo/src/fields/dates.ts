import type { ReadCharacter } from '../ocr/recogniser.ts';
import type { BirthAsPrinted } from '../reading.ts';
import { eraBefore } from './era-name.ts';
import { type LineText, type Sighting, sighting } from './line-text.ts';

/** What makes a date a birth date: 生, which with the 性 of 性別 runs together into one character, or is lost between 日 and 別. */
const OF_BIRTH = /^(?:生|.{0,2}[性姓別别])/;
/** まで is not read (no kana); 有 after the day tells it from the certificates' end, which has it before. */
const OF_EXPIRY = /^.{0,4}?有/;
/** Holders are at least 15 and their cards valid (R41): no western year is of a birth here and of an expiry there. */
const BIRTH_YEAR = /^(?:18|19|200|201)/;
const EXPIRY_YEAR = /^20[2-9]/;
const DATE = /(\d{4}|\d{1,2}|元)年(\d{1,2})月(\d{1,2})日/g;
const IS_DIGIT = /[0-9]/;
const IS_YEAR_OR_DIGIT = /[0-9元]/;

/** A date, and which of its characters are the year's (with its era) and which the month's and the day's. */
export interface DateSighting<T> extends Sighting<T> {
  readonly ofYear: readonly ReadCharacter[];
  readonly ofDay: readonly ReadCharacter[];
}

/** 「平成3年5月15日生」 or 「1999年10月28日生」. A year of two digits without an era is no date. */
export function sightBirth(line: LineText): DateSighting<BirthAsPrinted> | undefined {
  return firstOf(line, OF_BIRTH, birthAt);
}

/** In a cut of what was seen to be the birth date, where 生 need not be read a second time. */
export function sightBirthAgain(line: LineText): DateSighting<BirthAsPrinted> | undefined {
  return firstOf(line, undefined, birthAt);
}

/** 「2029年5月15日まで有効」. */
export function sightExpiry(line: LineText): DateSighting<PrintedExpiry> | undefined {
  return firstOf(line, OF_EXPIRY, expiryAt);
}

/** In a cut of what was seen to be the day of expiry, where 有効 need not be read a second time. */
export function sightExpiryAgain(line: LineText): DateSighting<PrintedExpiry> | undefined {
  return firstOf(line, undefined, expiryAt);
}

/** The first date of a line that `follows` comes after, and that `read` takes. */
function firstOf<T>(
  line: LineText,
  follows: RegExp | undefined,
  read: (line: LineText, match: RegExpMatchArray) => DateSighting<T> | undefined,
): DateSighting<T> | undefined {
  for (const match of line.text.matchAll(DATE)) {
    const after = line.text.slice(match.index + match[0].length);
    const seen = follows === undefined || follows.test(after) ? read(line, match) : undefined;
    if (seen !== undefined) return seen;
  }
  return undefined;
}

function birthAt(line: LineText, match: RegExpMatchArray): DateSighting<BirthAsPrinted> | undefined {
  const [whole, yearText = '', month, day] = match;
  const start = match.index ?? 0;
  const rest = { month: Number(month), day: Number(day) };
  const year = yearText === '元' ? 1 : Number(yearText);
  const at = { start, length: whole.length };
  const before = line.characters.slice(Math.max(0, start - 2), start);
  const era = eraBefore(before, year);
  if (era !== undefined && yearText.length <= 2) {
    const seen = dateSighting(line, at, { calendar: 'era' as const, era: era.era, year, ...rest });
    const name = { character: '', probability: era.probability, at: before[0]?.at ?? seen.from };
    return {
      ...seen,
      from: name.at,
      characters: [name, ...seen.characters],
      ofYear: [name, ...seen.ofYear],
    };
  }
  // Digits before the year would belong to it.
  const isWhole = !IS_DIGIT.test(before.at(-1)?.character ?? '');
  if (era === undefined && BIRTH_YEAR.test(yearText) && yearText.length === 4 && isWhole)
    return dateSighting(line, at, { calendar: 'western', year, ...rest });
  return undefined;
}

function expiryAt(line: LineText, match: RegExpMatchArray): DateSighting<PrintedExpiry> | undefined {
  const [whole, year = '', month, day] = match;
  const start = match.index ?? 0;
  if (!EXPIRY_YEAR.test(year) || year.length !== 4 || IS_DIGIT.test(line.text[start - 1] ?? ''))
    return undefined;
  const value = { year: Number(year), month: Number(month), day: Number(day) };
  return dateSighting(line, { start, length: whole.length }, value);
}

function dateSighting<T>(
  line: LineText,
  at: { readonly start: number; readonly length: number },
  value: T,
): DateSighting<T> {
  const seen = sighting(line, at, value, (c) => IS_YEAR_OR_DIGIT.test(c));
  const yearEnds = line.characters[line.text.indexOf('年', at.start)]?.at ?? seen.to;
  return {
    ...seen,
    ofYear: seen.characters.filter((one) => one.at < yearEnds),
    ofDay: seen.characters.filter((one) => one.at > yearEnds),
  };
}

export interface PrintedExpiry {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}
