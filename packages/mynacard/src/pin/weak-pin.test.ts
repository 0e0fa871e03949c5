import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import {
  checkPinStrength,
  DEFAULT_WEAK_PIN_POLICY,
  NO_WEAK_PIN_POLICY,
  type WeakPinPolicy,
} from './weak-pin.ts';

const ALL_PINS = Array.from({ length: 10_000 }, (_, pin) => String(pin).padStart(4, '0'));

function weakPins(
  policy: WeakPinPolicy,
  birth?: Parameters<typeof checkPinStrength>[2],
): Map<string, string> {
  const weak = new Map<string, string>();
  for (const pin of ALL_PINS) {
    const strength = checkPinStrength(Secret.ofAscii(pin), policy, birth);
    if (strength.kind === 'weak') weak.set(pin, strength.reason);
  }
  return weak;
}

function pinsWith(weak: Map<string, string>, reason: string): string[] {
  return [...weak].filter(([, why]) => why === reason).map(([pin]) => pin);
}

const BORN_1991_05_15 = { year: 1991, month: 5, day: 15 };

describe('R12: a weak new auth PIN is refused with the reason', () => {
  const weak = weakPins(DEFAULT_WEAK_PIN_POLICY);

  it('of all 10,000 PINs the default policy refuses the ten of equal digits', () => {
    expect(pinsWith(weak, 'equal-digits')).toEqual(
      '0000 1111 2222 3333 4444 5555 6666 7777 8888 9999'.split(' '),
    );
  });

  it('and the fourteen straight runs, which do not wrap around', () => {
    expect(pinsWith(weak, 'straight-run')).toEqual(
      '0123 1234 2345 3210 3456 4321 4567 5432 5678 6543 6789 7654 8765 9876'.split(' '),
    );
  });

  it('and no other', () => {
    expect(weak.size).toBe(24);
  });

  it('for who was born on 1991-05-15 (平成3年) four more: both years, and the birthday in either order', () => {
    const withBirth = weakPins(DEFAULT_WEAK_PIN_POLICY, BORN_1991_05_15);
    expect(pinsWith(withBirth, 'birth-year')).toEqual(['0003', '1991']);
    expect(pinsWith(withBirth, 'birthday')).toEqual(['0515', '1505']);
    expect(withBirth.size).toBe(28);
  });

  it('the era year follows the day: 昭和64年 ended on 7 January 1989, 平成31年 on 30 April 2019', () => {
    const birthYears = (year: number, month: number, day: number) =>
      pinsWith(weakPins(DEFAULT_WEAK_PIN_POLICY, { year, month, day }), 'birth-year');
    expect(birthYears(1989, 1, 7)).toEqual(['0064', '1989']);
    expect(birthYears(1989, 1, 8)).toEqual(['0001', '1989']);
    expect(birthYears(2019, 4, 30)).toEqual(['0031', '2019']);
    expect(birthYears(2019, 5, 1)).toEqual(['0001', '2019']);
    expect(birthYears(1926, 12, 25)).toEqual(['0001', '0015', '1926']);
    expect(birthYears(1912, 7, 29)).toEqual(['0045', '1912']);
  });

  it('the birth is looked at only where the card has shown it and the operator wants it', () => {
    expect(weakPins({ ...DEFAULT_WEAK_PIN_POLICY, refuseBirth: false }, BORN_1991_05_15).size).toBe(24);
  });

  it('the list is data: an operator adds to it', () => {
    const weak = weakPins({ weakPins: ['1212', '1111'], refuseBirth: false });
    expect([...weak]).toEqual([
      ['1111', 'equal-digits'],
      ['1212', 'listed'],
    ]);
  });

  it('and switches it off', () => {
    expect(weakPins(NO_WEAK_PIN_POLICY, BORN_1991_05_15).size).toBe(0);
  });
});
