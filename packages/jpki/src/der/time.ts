import { TAG } from './tag.ts';

/**
 * A moment as DER writes it (X.690, 11.7 and 11.8; RFC 5280, 4.1.2.5): to the second, in UTC.
 * @returns `undefined` for any other form, and for a moment that does not exist
 */
export function readTime(tag: number, content: Uint8Array): Date | undefined {
  const form = tag === TAG.utcTime ? UTC_TIME : GENERALIZED_TIME;
  const text = String.fromCharCode(...content.subarray(0, LENGTH_MAX + 1));
  const parts = form.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [writtenYear, month, day, hour, minute, second] = parts as TimeParts;
  const year = tag === TAG.utcTime ? yearOfTwoDigits(writtenYear) : writtenYear;
  const moment = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const exists =
    moment.getUTCFullYear() === year &&
    moment.getUTCMonth() === month - 1 &&
    moment.getUTCDate() === day &&
    moment.getUTCHours() === hour &&
    moment.getUTCMinutes() === minute &&
    moment.getUTCSeconds() === second;
  return exists ? moment : undefined;
}

type TimeParts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const LENGTH_MAX = 15;

/** RFC 5280, 4.1.2.5.1. */
function yearOfTwoDigits(year: number): number {
  return year < 50 ? 2000 + year : 1900 + year;
}
