import type { BirthAsPrinted } from '../reading.ts';
import { eraBefore } from './era-name.ts';
import { type LineText, type Sighting, sighting } from './line-text.ts';

/** 生, which with the 性 of 性別 runs together into one character, or is lost between 日 and 別. */
const BIRTH = /([12]\d{3}|\d{1,2}|元)年(\d{1,2})月(\d{1,2})日(?:生|.{0,2}[性姓別别])/;
/** まで is not read (no kana); 有 after the day tells it from the certificates' end, which has it before. */
const EXPIRY = /(20\d{2})年(\d{1,2})月(\d{1,2})日.{0,4}?有/;
const IS_DIGIT = /[0-9]/;
const IS_YEAR_OR_DIGIT = /[0-9元]/;

/** 「平成3年5月15日生」 or 「1999年10月28日生」. A year of two digits without an era is no date. */
export function sightBirth(line: LineText): Sighting<BirthAsPrinted> | undefined {
  const match = BIRTH.exec(line.text);
  if (match === null) return undefined;
  const [whole, yearText = '', month, day] = match;
  const rest = { month: Number(month), day: Number(day) };
  const year = yearText === '元' ? 1 : Number(yearText);
  const at = { start: match.index, length: whole.length };
  const before = line.characters.slice(Math.max(0, match.index - 2), match.index);
  const era = eraBefore(before, year);
  if (era !== undefined && yearText.length <= 2) {
    const seen = sighting(line, at, { calendar: 'era' as const, era: era.era, year, ...rest }, (c) =>
      IS_YEAR_OR_DIGIT.test(c),
    );
    const name = { character: '', probability: era.probability, at: before[0]?.at ?? seen.from };
    return { ...seen, from: name.at, characters: [name, ...seen.characters] };
  }
  // Digits before the year would belong to it.
  const isWhole = !IS_DIGIT.test(before.at(-1)?.character ?? '');
  if (era === undefined && yearText.length === 4 && isWhole)
    return sighting(line, at, { calendar: 'western', year, ...rest }, (c) => IS_DIGIT.test(c));
  return undefined;
}

export interface PrintedExpiry {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** 「2029年5月15日まで有効」. */
export function sightExpiry(line: LineText): Sighting<PrintedExpiry> | undefined {
  const match = EXPIRY.exec(line.text);
  if (match === null) return undefined;
  const [whole, year, month, day] = match;
  if (match.index > 0 && IS_DIGIT.test(line.text[match.index - 1] as string)) return undefined;
  return sighting(
    line,
    { start: match.index, length: whole.length },
    { year: Number(year), month: Number(month), day: Number(day) },
    (c) => IS_DIGIT.test(c),
  );
}
