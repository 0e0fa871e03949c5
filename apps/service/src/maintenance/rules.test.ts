import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MaintenanceWindow, maintenanceAt, maintenanceBetween, nextMaintenance } from './rules.ts';

const window = (from: number, to: number, scope: MaintenanceWindow['scope'] = 'all'): MaintenanceWindow => ({
  id: `${from}-${to}`,
  startsAt: new Date(from),
  endsAt: new Date(to),
  scope,
  sentence: { ja: `${to}まで` },
});
const at = (windows: MaintenanceWindow[], now: number, part: 'phone' | 'kiosk' = 'phone') =>
  maintenanceAt(windows, new Date(now), part);

describe('R36: maintenance is announced with its end', () => {
  it('runs from its first millisecond until just before its end', () => {
    const windows = [window(1_000, 2_000)];
    expect(at(windows, 999)).toBeUndefined();
    expect(at(windows, 1_000)).toEqual({ until: new Date(2_000), sentence: { ja: '2000まで' } });
    expect(at(windows, 1_999)).toBeDefined();
    expect(at(windows, 2_000)).toBeUndefined();
  });

  it('stops only what its scope names', () => {
    expect(at([window(0, 10, 'phone')], 5, 'kiosk')).toBeUndefined();
    expect(at([window(0, 10, 'kiosk')], 5, 'kiosk')).toBeDefined();
    expect(at([window(0, 10, 'all')], 5, 'kiosk')).toBeDefined();
    expect(at([window(0, 10, 'kiosk')], 5, 'phone')).toBeUndefined();
  });

  it('does not promise an end at which the next window begins', () => {
    expect(at([window(0, 10), window(10, 20), window(21, 30)], 5)?.until).toEqual(new Date(20));
    expect(at([window(0, 10, 'phone'), window(8, 20, 'kiosk')], 5)?.until).toEqual(new Date(10));
  });

  it('tells the windows ahead by their start, and those that are over no more', () => {
    const windows = [window(50, 60), window(0, 10), window(20, 30)];
    const between = (from: number, to?: number) =>
      maintenanceBetween(windows, new Date(from), to === undefined ? undefined : new Date(to)).map(
        ({ id }) => id,
      );
    expect(between(10)).toEqual(['20-30', '50-60']);
    expect(between(9)).toEqual(['0-10', '20-30', '50-60']);
    expect(between(9, 50)).toEqual(['0-10', '20-30']);
    expect(between(9, 51)).toEqual(['0-10', '20-30', '50-60']);
  });

  it('holds for any windows at any moment (20,000 runs against every single millisecond)', () => {
    const shape = fc.record({
      from: fc.nat(30),
      length: fc.nat(10),
      scope: fc.constantFrom('phone' as const, 'kiosk' as const, 'all' as const),
    });
    fc.assert(
      fc.property(
        fc.array(shape, { maxLength: 6 }),
        fc.nat(45),
        fc.constantFrom('phone' as const, 'kiosk' as const),
        (shapes, now, part) => {
          const windows = shapes.map(({ from, length, scope }) => window(from, from + length, scope));
          const stopped = (ms: number) =>
            shapes.some(
              ({ from, length, scope }) =>
                (scope === 'all' || scope === part) && from <= ms && ms < from + length,
            );
          let end = now;
          while (stopped(end)) end++;
          const found = at(windows, now, part);
          expect(found?.until.getTime()).toBe(end === now ? undefined : end);
          let next = now + 1;
          const starts = new Set(
            shapes.filter((s) => s.length > 0 && (s.scope === 'all' || s.scope === part)).map((s) => s.from),
          );
          while (next < 60 && !starts.has(next)) next++;
          expect(nextMaintenance(windows, new Date(now), part)?.getTime()).toBe(
            next === 60 ? undefined : next,
          );
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
