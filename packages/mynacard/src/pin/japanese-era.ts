import { type CalendarDate, compareDates } from './calendar-date.ts';

export type Era = 'meiji' | 'taisho' | 'showa' | 'heisei' | 'reiwa';

interface EraSpan {
  readonly era: Era;
  readonly first: CalendarDate;
  readonly last?: CalendarDate;
}

/**
 * First and last days. 1912-07-30 and 1926-12-25 belong to two eras each: the edicts of Taisho and Showa took effect on
 * the day itself, those of Heisei and Reiwa on the day after.
 */
const ERAS: readonly EraSpan[] = [
  { era: 'meiji', first: day(1868, 10, 23), last: day(1912, 7, 30) },
  { era: 'taisho', first: day(1912, 7, 30), last: day(1926, 12, 25) },
  { era: 'showa', first: day(1926, 12, 25), last: day(1989, 1, 7) },
  { era: 'heisei', first: day(1989, 1, 8), last: day(2019, 4, 30) },
  { era: 'reiwa', first: day(2019, 5, 1) },
];

/** The western year of year `eraYear` (1 is 元年) of `era`. */
export function westernYear(era: Era, eraYear: number): number {
  return spanOf(era).first.year + eraYear - 1;
}

export function isInEra(era: Era, date: CalendarDate): boolean {
  const { first, last } = spanOf(era);
  return compareDates(first, date) <= 0 && (last === undefined || compareDates(date, last) <= 0);
}

/** The year of `date` in every era that has that day: two on the days of change of 1912 and 1926. */
export function eraYearsOf(date: CalendarDate): number[] {
  return ERAS.filter(({ era }) => isInEra(era, date)).map(({ first }) => date.year - first.year + 1);
}

function spanOf(era: Era): EraSpan {
  return ERAS.find((span) => span.era === era) as EraSpan;
}

function day(year: number, month: number, dayOfMonth: number): CalendarDate {
  return { year, month, day: dayOfMonth };
}
