import type { Era } from '@kaijo/mynacard';
import type { BirthAsPrinted } from '../reading.ts';
import { type LineText, type Sighting, sighting } from './line-text.ts';

/** The recogniser was trained on Chinese and does not know 令 in its Japanese form: it reads 今 there. */
const ERA_NAMES: Readonly<Record<string, Era>> = {
  明治: 'meiji',
  大正: 'taisho',
  昭和: 'showa',
  平成: 'heisei',
  令和: 'reiwa',
  今和: 'reiwa',
};

const BIRTH = /(明治|大正|昭和|平成|令和|今和)?((?:[12]\d{3})|\d{1,2}|元)年(\d{1,2})月(\d{1,2})日生/;
/** まで is not read (no kana); 有 after the day tells it from the certificates' end, which has it before. */
const EXPIRY = /(20\d{2})年(\d{1,2})月(\d{1,2})日.{0,4}?有/;
const MATTERS_FOR_BIRTH = /[0-9元明治大正昭和平成令今]/;
const IS_DIGIT = /[0-9]/;

/** 「平成3年5月15日生」 or 「1999年10月28日生」. A year of two digits without an era is no date. */
export function sightBirth(line: LineText): Sighting<BirthAsPrinted> | undefined {
  const match = BIRTH.exec(line.text);
  if (match === null) return undefined;
  const [whole, eraName, yearText = '', month, day] = match;
  const rest = { month: Number(month), day: Number(day) };
  const year = yearText === '元' ? 1 : Number(yearText);
  const at = { start: match.index, length: whole.length };
  const era = eraName === undefined ? undefined : ERA_NAMES[eraName];
  if (era !== undefined && yearText.length <= 2)
    return sighting(line, at, { calendar: 'era', era, year, ...rest }, (c) => MATTERS_FOR_BIRTH.test(c));
  // Digits before the year would belong to it.
  const isWhole = match.index === 0 || !IS_DIGIT.test(line.text[match.index - 1] as string);
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
