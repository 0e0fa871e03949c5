/**
 * Japan Standard Time: UTC+9 without daylight saving (rules.md), by arithmetic alone, so that the server's time zone
 * has no say in it.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OFFSET_MS = 9 * HOUR_MS;

declare const japanDay: unique symbol;
/** A calendar day in Japan as `YYYY-MM-DD` (years 0001 to 9999), so that later days are greater strings. */
export type JapanDay = string & { readonly [japanDay]: true };

/** The day in Japan at this moment. */
export function jstDay(now: Date): JapanDay {
  return new Date(now.getTime() + OFFSET_MS).toISOString().slice(0, 10) as JapanDay;
}

/** Milliseconds since midnight in Japan: 0 … 86,399,999. */
export function jstTimeOfDay(now: Date): number {
  const sinceMidnight = (now.getTime() + OFFSET_MS) % DAY_MS;
  return sinceMidnight < 0 ? sinceMidnight + DAY_MS : sinceMidnight;
}

/** Midnight in Japan with which the day of `now` began. */
export function jstMidnight(now: Date): Date {
  return new Date(now.getTime() - jstTimeOfDay(now));
}

/** @returns `undefined` for what is not a day of the calendar, as `2026-02-29` */
export function readJapanDay(text: string): JapanDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const midnight = new Date(`${text}T00:00:00+09:00`);
  return !Number.isNaN(midnight.getTime()) && jstDay(midnight) === text ? (text as JapanDay) : undefined;
}
