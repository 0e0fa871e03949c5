const OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** `2026-03-10 12:00:05` in Japan, as an office’s records have it. */
export function stamp(at: Date): string {
  return inJapan(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-03-10 12:00` in Japan. */
export function minute(at: Date): string {
  return stamp(at).slice(0, 16);
}

/** `2026-03-10` in Japan. */
export function day(at: Date): string {
  return stamp(at).slice(0, 10);
}

/** Value of a `datetime-local` field that is meant in Japan, wherever the computer’s clock stands. */
export function fieldOf(at: Date): string {
  return minute(at).replace(' ', 'T');
}

/** `undefined` for what is no moment. */
export function momentOf(field: string): Date | undefined {
  const at = new Date(`${field}:00+09:00`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** Midnight in Japan, `days` before the one with which the day of `now` began. */
export function midnightBefore(now: Date, days: number): Date {
  const today = Math.floor((now.getTime() + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
  return new Date(today - days * DAY_MS);
}

function inJapan(at: Date): Date {
  return new Date(at.getTime() + OFFSET_MS);
}
