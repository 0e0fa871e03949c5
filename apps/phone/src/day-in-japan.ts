import type { CalendarDate } from '@kaijo/mynacard';

const AHEAD_MS = 9 * 3_600_000;

/** The calendar day of `at` in Japan, where the card's dates are read. */
export function dayInJapan(at: Date): CalendarDate {
  const there = new Date(at.getTime() + AHEAD_MS);
  return { year: there.getUTCFullYear(), month: there.getUTCMonth() + 1, day: there.getUTCDate() };
}
