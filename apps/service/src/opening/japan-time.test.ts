import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jstDay, jstMidnight, jstTimeOfDay, readJapanDay } from './japan-time.ts';
import { inTimeZone, TIME_ZONES } from './test-time-zones.ts';

const moments = fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
/** Not `toLocaleString`'s clock: the same calendar from the time-zone database. */
const japan = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'medium',
});

describe('time is Japan’s, whatever the server’s time zone is', () => {
  it('the zones of this test really move the server’s clock', () => {
    const offsets = TIME_ZONES.map((zone) =>
      inTimeZone(zone, () => new Date('2026-07-01T00:00:00Z').getTimezoneOffset()),
    );
    expect(offsets).toEqual([0, -540, 420, -840]);
  });

  it.each(TIME_ZONES)('agrees with the time-zone database in any of 10,000 moments (TZ=%s)', (zone) => {
    inTimeZone(zone, () =>
      fc.assert(
        fc.property(moments, (moment) => {
          const [day, time] = japan.format(moment).split(' ');
          expect(jstDay(moment)).toBe(day);
          expect(new Date(jstTimeOfDay(moment)).toISOString().slice(11, 19)).toBe(time);
          expect(jstMidnight(moment).toISOString()).toBe(new Date(`${day}T00:00:00+09:00`).toISOString());
        }),
        { numRuns: 10_000 },
      ),
    );
  });

  it('begins a day at midnight in Japan to the millisecond', () => {
    expect(jstDay(new Date('2026-01-01T00:00:00.000+09:00'))).toBe('2026-01-01');
    expect(jstDay(new Date('2025-12-31T23:59:59.999+09:00'))).toBe('2025-12-31');
    expect(jstTimeOfDay(new Date('1969-12-31T23:59:59.999+09:00'))).toBe(86_399_999);
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00',
    '',
    'today',
  ])('refuses %j as a day', (text) => expect(readJapanDay(text)).toBeUndefined());

  it('reads every day that it names', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        expect(readJapanDay(jstDay(moment))).toBe(jstDay(moment));
      }),
    );
    expect(readJapanDay('2028-02-29')).toBe('2028-02-29');
  });
});
