import { type Language, languageTag } from '@kaijo/contract/language';

/** Times are Japan Standard Time, wherever the device stands (rules.md). */
const TIME_ZONE = 'Asia/Tokyo';
const JST_OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** Dates, times and counts in one language, in Japan time. */
export interface Formats {
  /** `15:04` (24 hours, as store hours are written in Japan). */
  time(at: Date): string;
  /** `11月25日(水)` */
  date(at: Date): string;
  /** `明日 15:04` near `now`, `11月25日(水) 15:04` further away. */
  moment(at: Date, now: Date): string;
  /** `2時間5分`, `5分`, `40秒`: the two largest parts, rounded down; never negative. */
  duration(milliseconds: number): string;
  /** `1,234` */
  number(value: number): string;
  /** `350 m`, `1.2 km` */
  distance(metres: number): string;
  /** `A、B、C` */
  list(items: readonly string[]): string;
}

export function formatsOf(language: Language): Formats {
  const tag = languageTag(language);
  const times = new Intl.DateTimeFormat(tag, {
    timeZone: TIME_ZONE,
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const dates = new Intl.DateTimeFormat(tag, {
    timeZone: TIME_ZONE,
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  });
  const days = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const lists = new Intl.ListFormat(tag, { style: 'narrow', type: 'conjunction' });
  const numbers = new Intl.NumberFormat(tag);
  const unit = (name: string, digits = 0) =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit: name,
      unitDisplay: name.endsWith('meter') ? 'short' : 'long',
      maximumFractionDigits: digits,
    });
  const time = (at: Date) => times.format(at);
  const date = (at: Date) => dates.format(at);
  return {
    time,
    date,
    list: (items) => lists.format(items),
    number: (value) => numbers.format(value),
    moment(at, now) {
      const distance = japanDay(at) - japanDay(now);
      const day = Math.abs(distance) <= 1 ? days.format(distance, 'day') : date(at);
      return `${day} ${time(at)}`;
    },
    duration(milliseconds) {
      const seconds = Math.max(0, Math.floor(milliseconds / 1000));
      const hours = Math.floor(seconds / 3600);
      const minutes = Math.floor((seconds % 3600) / 60);
      const parts =
        hours > 0
          ? [unit('hour').format(hours), ...(minutes > 0 ? [unit('minute').format(minutes)] : [])]
          : [minutes > 0 ? unit('minute').format(minutes) : unit('second').format(seconds)];
      // Japanese and Chinese write no blank, as CLDR's patterns for them do before the unit.
      return /^(ja|zh)/.test(tag) ? parts.join('').replace(/\s/g, '') : parts.join(' ');
    },
    distance: (metres) =>
      metres < 1000
        ? unit('meter').format(Math.round(metres / 10) * 10)
        : unit('kilometer', 1).format(metres / 1000),
  };
}

/** Days since 1970-01-01 in Japan. */
function japanDay(at: Date): number {
  return Math.floor((at.getTime() + JST_OFFSET_MS) / DAY_MS);
}
