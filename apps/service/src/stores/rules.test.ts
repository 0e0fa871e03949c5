import type { TargetPin } from '@kaijo/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JapanDay, jstDay, readJapanDay } from '../opening/index.ts';
import { inTimeZone, TIME_ZONES } from '../opening/test-time-zones.ts';
import { chainsOn, type Offer, offersOn, pinsOn } from './rules.ts';

const day = (text: string) => readJapanDay(text) as JapanDay;
const store = { id: 'store-1', chain: 'lawson' };
const fromMay: Offer = {
  chain: 'lawson',
  pin: 'sign',
  firstDay: day('2026-05-01'),
  lastDay: day('2026-05-31'),
};

describe.each(TIME_ZONES)('R26: an offer begins and ends at midnight in Japan (TZ=%s)', (zone) => {
  it.each([
    ['2026-04-30T23:59:59.999', false],
    ['2026-05-01T00:00:00.000', true],
    ['2026-05-31T23:59:59.999', true],
    ['2026-06-01T00:00:00.000', false],
  ])('offered from 1 to 31 May, at %s: %s', (now, offered) => {
    inTimeZone(zone, () =>
      expect(offersOn(jstDay(new Date(`${now}+09:00`)), store, 'sign', [fromMay])).toBe(offered),
    );
  });
});

describe('R26: which store offers which PIN is data', () => {
  const openEnded: Offer = { chain: 'lawson', pin: 'sign', firstDay: day('2026-01-01') };

  it('is offered ever after when no last day is known', () => {
    expect(offersOn(day('2099-12-31'), store, 'sign', [openEnded])).toBe(true);
  });

  it('is offered in all stores of the chain, or in the named one only', () => {
    const here: Offer = { ...openEnded, store: 'store-1' };
    expect(offersOn(day('2026-02-01'), { ...store, id: 'store-2' }, 'sign', [openEnded])).toBe(true);
    expect(offersOn(day('2026-02-01'), store, 'sign', [here])).toBe(true);
    expect(offersOn(day('2026-02-01'), { ...store, id: 'store-2' }, 'sign', [here])).toBe(false);
  });

  it('is not offered by another chain, nor for the other PIN', () => {
    expect(offersOn(day('2026-02-01'), { ...store, chain: 'daiei' }, 'sign', [openEnded])).toBe(false);
    expect(pinsOn(day('2026-02-01'), store, [openEnded])).toEqual(['sign']);
  });

  it('names the chains that offer a PIN somewhere', () => {
    const offers: Offer[] = [
      openEnded,
      { ...openEnded, chain: 'fuji', store: 'x' },
      { ...fromMay, chain: 'daiei' },
    ];
    expect([...chainsOn(day('2026-02-01'), 'sign', offers)]).toEqual(['lawson', 'fuji']);
    expect([...chainsOn(day('2026-02-01'), 'auth', offers)]).toEqual([]);
  });

  it('holds for any offers on any day (10,000 runs against a calendar written out day by day)', () => {
    const dayIn = (n: number) => day(`2026-02-${String(n + 1).padStart(2, '0')}`);
    const offer = fc.record(
      {
        chain: fc.constantFrom('a', 'b'),
        store: fc.constantFrom('1', '2'),
        pin: fc.constantFrom<TargetPin>('sign', 'auth'),
        first: fc.nat(27),
        last: fc.nat(27),
      },
      { requiredKeys: ['chain', 'pin', 'first'] },
    );
    fc.assert(
      fc.property(fc.array(offer, { maxLength: 5 }), fc.nat(27), (shapes, today) => {
        const calendar = new Set<string>();
        for (const { chain, store: only, pin, first, last } of shapes)
          for (let d = first; d <= (last ?? 27); d++)
            for (const id of ['1', '2']) if ((only ?? id) === id) calendar.add([d, chain, id, pin].join());
        const offers = shapes.map(
          ({ chain, store: only, pin, first, last }): Offer => ({
            chain,
            pin,
            firstDay: dayIn(first),
            ...(only !== undefined && { store: only }),
            ...(last !== undefined && { lastDay: dayIn(last) }),
          }),
        );
        for (const pin of ['sign', 'auth'] as const) {
          for (const chain of ['a', 'b']) {
            const stores = ['1', '2'].filter((id) => calendar.has([today, chain, id, pin].join()));
            for (const id of ['1', '2'])
              expect(offersOn(dayIn(today), { id, chain }, pin, offers)).toBe(stores.includes(id));
            // A store-only offer names a chain as well, whether or not the store is known here.
            expect(chainsOn(dayIn(today), pin, offers).has(chain)).toBe(stores.length > 0);
          }
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
