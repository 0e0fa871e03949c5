import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaintenanceWindow } from '../maintenance/index.ts';
import { isWithinHours, kioskOpening, mayAuthorise } from './rules.ts';
import { inTimeZone, TIME_ZONES } from './test-time-zones.ts';

const at = (japanTime: string) => new Date(`${japanTime}+09:00`);
const maintenance = (
  from: string,
  to: string,
  scope: MaintenanceWindow['scope'] = 'all',
): MaintenanceWindow => ({
  id: from,
  startsAt: at(from),
  endsAt: at(to),
  scope,
  sentence: { ja: 'ただいまメンテナンス中です。' },
});

describe.each(TIME_ZONES)('R24: kiosks work from 06:30:00 until 23:00:00 in Japan (TZ=%s)', (zone) => {
  const opening = (now: string, ...windows: MaintenanceWindow[]) =>
    inTimeZone(zone, () => kioskOpening(at(now), windows));

  it.each([
    ['2026-03-01T00:00:00.000', false, '2026-03-01T06:30'],
    ['2026-03-01T06:29:59.999', false, '2026-03-01T06:30'],
    ['2026-03-01T06:30:00.000', true, '2026-03-01T23:00'],
    ['2026-03-01T22:59:59.999', true, '2026-03-01T23:00'],
    ['2026-03-01T23:00:00.000', false, '2026-03-02T06:30'],
    ['2026-02-28T23:59:59.999', false, '2026-03-01T06:30'],
    // The hours at which Los Angeles changes its clock.
    ['2026-03-08T19:00:00.000', true, '2026-03-08T23:00'],
    ['2026-12-31T23:30:00.000', false, '2027-01-01T06:30'],
  ])('at %s open is %s, until %s', (now, open, changesAt) => {
    expect(opening(now)).toMatchObject({ open, changesAt: at(changesAt) });
  });

  it('says outside-hours at night, also when there is maintenance at the same time', () => {
    expect(opening('2026-03-01T02:00')).toMatchObject({ because: 'outside-hours' });
    const night = maintenance('2026-03-01T01:00', '2026-03-01T05:00');
    expect(opening('2026-03-01T02:00', night)).toEqual({
      open: false,
      because: 'outside-hours',
      changesAt: at('2026-03-01T06:30'),
    });
  });

  it('closes for maintenance to the millisecond, and opens when it ends (R36)', () => {
    const noon = maintenance('2026-03-01T12:00', '2026-03-01T13:00', 'kiosk');
    expect(opening('2026-03-01T11:59:59.999', noon)).toEqual({
      open: true,
      changesAt: at('2026-03-01T12:00'),
    });
    expect(opening('2026-03-01T12:00', noon)).toEqual({
      open: false,
      because: 'maintenance',
      changesAt: at('2026-03-01T13:00'),
      maintenance: { until: at('2026-03-01T13:00'), sentence: noon.sentence },
    });
    expect(opening('2026-03-01T12:59:59.999', noon)).toMatchObject({ open: false });
    expect(opening('2026-03-01T13:00', noon)).toMatchObject({ open: true });
  });

  it('opens the next morning when maintenance ends at night', () => {
    const late = maintenance('2026-03-01T22:00', '2026-03-02T01:00');
    expect(opening('2026-03-01T22:30', late)).toMatchObject({
      because: 'maintenance',
      changesAt: at('2026-03-02T06:30'),
      maintenance: { until: at('2026-03-02T01:00') },
    });
  });

  it('opens late when maintenance runs into the morning', () => {
    const early = maintenance('2026-03-01T05:00', '2026-03-01T09:00');
    expect(opening('2026-03-01T04:00', early)).toMatchObject({ changesAt: at('2026-03-01T09:00') });
  });

  it('stays open while only the phone is in maintenance', () => {
    const phone = maintenance('2026-03-01T12:00', '2026-03-01T13:00', 'phone');
    expect(opening('2026-03-01T12:30', phone)).toEqual({ open: true, changesAt: at('2026-03-01T23:00') });
  });
});

const HOUR = 3_600_000;
const day = fc.integer({ min: 0, max: 3 * 24 });
const someWindows = fc.array(
  fc.record({
    from: day,
    hours: fc.integer({ min: 1, max: 40 }),
    jitter: fc.integer({ min: -2, max: 2 }),
    scope: fc.constantFrom('all' as const, 'kiosk' as const, 'phone' as const),
  }),
  { maxLength: 5 },
);

describe('kiosks change from open to closed and back exactly when they say', () => {
  it('in any calendar of maintenance (20,000 runs against a model that tries every boundary)', () => {
    const start = at('2026-02-27T00:00').getTime();
    fc.assert(
      fc.property(someWindows, fc.integer({ min: 0, max: 5 * 24 * HOUR }), (shapes, offset) => {
        const windows = shapes.map(({ from, hours, jitter, scope }, index) => ({
          id: String(index),
          startsAt: new Date(start + from * HOUR + jitter),
          endsAt: new Date(start + (from + hours) * HOUR + jitter),
          scope,
          sentence: { ja: 'x' },
        }));
        const isOpen = (ms: number) =>
          onTheClock(ms) &&
          !windows.some((w) => w.scope !== 'phone' && Number(w.startsAt) <= ms && ms < Number(w.endsAt));
        const now = start + offset;
        const boundaries = windows.flatMap((w) => [Number(w.startsAt), Number(w.endsAt)]);
        for (let d = -1; d < 12; d++) {
          boundaries.push(start + (24 * d + 6.5) * HOUR, start + (24 * d + 23) * HOUR);
        }
        const change = boundaries.sort((a, b) => a - b).find((ms) => ms > now && isOpen(ms) !== isOpen(now));

        const opening = kioskOpening(new Date(now), windows);
        expect(opening.open).toBe(isOpen(now));
        expect(opening.changesAt.getTime()).toBe(change);
        expect(isOpen(Number(change) - 1)).toBe(isOpen(now));
        if (!opening.open) expect(opening.because === 'maintenance').toBe(onTheClock(now));
      }),
      { numRuns: 20_000 },
    );
  });
});

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo', timeStyle: 'medium' });
function onTheClock(ms: number): boolean {
  const time = clock.format(ms);
  return '06:30:00' <= time && time < '23:00:00';
}

describe.each(
  TIME_ZONES,
)('R25: nobody is authorised at or after 23:00, but a torn card is finished (TZ=%s)', (zone) => {
  const may = (now: string, last?: { kiosk: string; at: string }) =>
    inTimeZone(zone, () =>
      mayAuthorise({ now: at(now), kiosk: 'here', last: last && { kiosk: last.kiosk, at: at(last.at) } }),
    );
  const torn = { kiosk: 'here', at: '2026-03-01T22:59:59.999' };

  it.each([
    ['2026-03-01T06:29:59.999', false],
    ['2026-03-01T06:30:00.000', true],
    ['2026-03-01T22:59:59.999', true],
    ['2026-03-01T23:00:00.000', false],
    ['2026-03-01T23:04:59.999', false],
  ])('a card that was never authorised, at %s: %s', (now, expected) => expect(may(now)).toBe(expected));

  it.each([
    ['2026-03-01T22:59:59.999', true],
    ['2026-03-01T23:00:00.000', true],
    ['2026-03-01T23:04:59.999', true],
    ['2026-03-01T23:05:00.000', false],
    ['2026-03-02T06:29:59.999', false],
    ['2026-03-02T06:30:00.000', true],
    ['2026-03-02T23:00:00.000', false],
    ['2026-03-02T23:04:59.999', false],
  ])('a card that was torn here at 22:59:59.999, at %s: %s', (now, expected) =>
    expect(may(now, torn)).toBe(expected));

  it('not at another kiosk', () => {
    expect(may('2026-03-01T23:01', { ...torn, kiosk: 'elsewhere' })).toBe(false);
    expect(may('2026-03-01T22:59', { ...torn, kiosk: 'elsewhere' })).toBe(true);
  });

  it('a card that is torn twice is authorised a third time', () => {
    expect(may('2026-03-01T23:03', { kiosk: 'here', at: '2026-03-01T23:01' })).toBe(true);
  });
});

describe('R25, whatever is tried when', () => {
  it('after 23:00 there is an authorisation only where the same kiosk had one that evening (10,000 runs)', () => {
    const tries = fc.array(
      fc.record({
        minutes: fc.constantFrom(0, 1, 2, 3, 5, 60, 23 * 60),
        ms: fc.integer({ min: 0, max: 60_000 }),
        kiosk: fc.constantFrom('a', 'b'),
      }),
      { minLength: 1, maxLength: 12 },
    );
    let inGrace = 0;
    fc.assert(
      fc.property(tries, (all) => {
        let now = at('2026-03-01T22:50').getTime();
        const given: { kiosk: string; at: Date }[] = [];
        for (const { minutes, ms, kiosk } of all) {
          now += minutes * 60_000 + ms;
          const may = mayAuthorise({ now: new Date(now), kiosk, last: given.at(-1) });
          const evening = clock.format(now) >= '23:00:00' ? now : undefined;
          if (evening === undefined) expect(may).toBe(isWithinHours(new Date(now)));
          if (may && evening !== undefined) {
            inGrace++;
            expect(clock.format(now) < '23:05:00').toBe(true);
            const before = given.findLast((one) => clock.format(one.at) < '23:00:00');
            expect(before?.kiosk).toBe(kiosk);
            expect(now - Number(before?.at)).toBeLessThan(17 * HOUR);
          }
          if (may) given.push({ kiosk, at: new Date(now) });
        }
      }),
      { numRuns: 10_000 },
    );
    expect(inGrace).toBeGreaterThan(1_000);
  });
});
