import type { SwitchScope } from '@kaijo/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StopSubjects, type StopSwitch, stopFor } from './rules.ts';

const stop = (scope: SwitchScope, subject: string): StopSwitch => ({
  id: `${scope}/${subject}`,
  scope,
  subject,
  sentence: { ja: 'ただいまご利用いただけません。' },
});
const everything: StopSubjects = { generation: '2023', chain: 'lawson', store: 's1', kiosk: 'k1' };

describe('R42: a switch stops one card generation, chain, store or kiosk', () => {
  it.each([
    ['card-generation', '2023'],
    ['chain', 'lawson'],
    ['store', 's1'],
    ['kiosk', 'k1'],
  ] as const)('stops the %s %s and no other', (scope, subject) => {
    expect(stopFor(everything, [stop(scope, 'another'), stop(scope, subject)])?.subject).toBe(subject);
    expect(stopFor(everything, [stop(scope, 'another')])).toBeUndefined();
  });

  it('does not take one thing’s name for another’s', () => {
    expect(
      stopFor({ generation: 'x' }, [stop('chain', 'x'), stop('store', 'x'), stop('kiosk', 'x')]),
    ).toBeUndefined();
  });

  it('a flaw in one card generation does not stop the country', () => {
    const switches = [stop('card-generation', '2019')];
    expect(stopFor({ ...everything, generation: '2019' }, switches)).toBeDefined();
    expect(stopFor(everything, switches)).toBeUndefined();
  });

  it('names the reason that stops most', () => {
    const switches = [stop('kiosk', 'k1'), stop('store', 's1'), stop('chain', 'lawson')];
    expect(stopFor(everything, switches)?.scope).toBe('chain');
    expect(stopFor(everything, [...switches, stop('card-generation', '2023')])?.scope).toBe(
      'card-generation',
    );
  });

  it('stops exactly what a switch names (10,000 runs)', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const scope = fc.constantFrom<SwitchScope>('card-generation', 'chain', 'store', 'kiosk');
    const subjects = fc.record(
      { generation: name, chain: name, store: name, kiosk: name },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(subjects, fc.array(fc.tuple(scope, name), { maxLength: 6 }), (who, pairs) => {
        const named = new Set(pairs.map(([what, subject]) => `${what}=${subject}`));
        const stopped =
          named.has(`card-generation=${who.generation}`) ||
          named.has(`chain=${who.chain}`) ||
          named.has(`store=${who.store}`) ||
          named.has(`kiosk=${who.kiosk}`);
        expect(
          stopFor(
            who,
            pairs.map(([what, subject]) => stop(what, subject)),
          ) !== undefined,
        ).toBe(stopped);
      }),
      { numRuns: 10_000 },
    );
  });
});
