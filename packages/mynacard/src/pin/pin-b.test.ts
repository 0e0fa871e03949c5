import { Secret } from '@kaijo/secret';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composePinB, PinB, type PrintedBirth, type PrintedCardData } from './pin-b.ts';

const TODAY = { year: 2026, month: 3, day: 10 };
const HEISEI_3: PrintedBirth = { calendar: 'era', era: 'heisei', year: 3, month: 5, day: 15 };

function compose(changes: Partial<PrintedCardData> = {}): string {
  const printed: PrintedCardData = { birth: HEISEI_3, expiryYear: 2031, securityCode: '0428', ...changes };
  const result = composePinB(printed, TODAY);
  return result.kind === 'refused'
    ? result.reason
    : result.pinB.secret.use((bytes) => String.fromCharCode(...bytes));
}

describe('PIN-B is the birth date as printed, the expiry year and the security code', () => {
  it('takes the era year where the card prints an era: 平成3年5月15日 is 030515', () => {
    expect(compose()).toBe('03051520310428');
  });

  it('takes the last two digits where the card prints a western year: 1991 is 91', () => {
    expect(compose({ birth: { calendar: 'western', year: 1991, month: 5, day: 15 } })).toBe('91051520310428');
  });

  it('reads 元年 as year 1 and keeps leading zeros', () => {
    const birth: PrintedBirth = { calendar: 'era', era: 'reiwa', year: 1, month: 5, day: 1 };
    expect(compose({ birth, securityCode: '0007' })).toBe('01050120310007');
    expect(compose({ birth: { calendar: 'western', year: 2003, month: 1, day: 9 } })).toBe('03010920310428');
  });
});

describe('Kaijo never makes a PIN-B that it is not sure of', () => {
  it('when nobody can tell in which calendar the year is printed', () => {
    expect(compose({ birth: { calendar: 'unsure' } })).toBe('birth-calendar-unsure');
  });

  it('when the date does not exist', () => {
    expect(compose({ birth: { ...HEISEI_3, day: 32 } })).toBe('birth-not-a-date');
    expect(compose({ birth: { ...HEISEI_3, month: 0 } })).toBe('birth-not-a-date');
    expect(compose({ birth: { ...HEISEI_3, month: 2, day: 29 } })).toBe('birth-not-a-date');
    expect(compose({ birth: { ...HEISEI_3, year: 3.5 } })).toBe('birth-not-a-date');
  });

  it('when the western year is none of a living person, as when an era year was taken for one', () => {
    expect(compose({ birth: { calendar: 'western', year: 3, month: 5, day: 15 } })).toBe('birth-not-a-date');
    expect(compose({ birth: { calendar: 'western', year: 91, month: 5, day: 15 } })).toBe('birth-not-a-date');
  });

  it('when the era did not have that day, as when a western year was taken for an era year', () => {
    const era = (name: 'showa' | 'heisei' | 'taisho', year: number, month: number, day: number) =>
      compose({ birth: { calendar: 'era', era: name, year, month, day } });
    expect(era('heisei', 91, 5, 15)).toBe('birth-not-in-era');
    expect(era('heisei', 0, 5, 15)).toBe('birth-not-in-era');
    expect(era('showa', 64, 1, 7)).toBe('64010720310428');
    expect(era('showa', 64, 1, 8)).toBe('birth-not-in-era');
    expect(era('heisei', 1, 1, 7)).toBe('birth-not-in-era');
    expect(era('heisei', 31, 4, 30)).toBe('31043020310428');
    expect(era('heisei', 31, 5, 1)).toBe('birth-not-in-era');
    expect(era('taisho', 15, 12, 25)).toBe('15122520310428');
    expect(era('showa', 1, 12, 25)).toBe('01122520310428');
  });

  it('when the birth is tomorrow', () => {
    const reiwa8 = { calendar: 'era', era: 'reiwa', year: 8, month: 3, day: 10 } as const;
    expect(compose({ birth: reiwa8 })).toBe('08031020310428');
    expect(compose({ birth: { ...reiwa8, day: 11 } })).toBe('birth-in-the-future');
  });

  it('when no valid card has that expiry year', () => {
    expect(compose({ expiryYear: 2026 })).toContain('2026');
    expect(compose({ expiryYear: 2025 })).toBe('expiry-year-implausible');
    expect(compose({ expiryYear: 2037 })).toContain('2037');
    expect(compose({ expiryYear: 2038 })).toBe('expiry-year-implausible');
    expect(compose({ expiryYear: 31 })).toBe('expiry-year-implausible');
    expect(compose({ expiryYear: 2030.5 })).toBe('expiry-year-implausible');
  });

  it('when the security code is not four digits', () => {
    for (const securityCode of ['', '428', '04281', '042O', '０４２８', ' 428'])
      expect(compose({ securityCode })).toBe('security-code-not-four-digits');
  });

  it('for whatever numbers a reader of photos hands over: 14 digits or a refusal', () => {
    const number = fc.oneof(fc.integer({ min: -5, max: 2100 }), fc.double());
    const birth: fc.Arbitrary<PrintedBirth> = fc.oneof(
      fc.record({ calendar: fc.constant('western' as const), year: number, month: number, day: number }),
      fc.record({
        calendar: fc.constant('era' as const),
        era: fc.constantFrom('meiji', 'taisho', 'showa', 'heisei', 'reiwa'),
        year: fc.integer({ min: -1, max: 99 }),
        month: fc.integer({ min: 0, max: 13 }),
        day: fc.integer({ min: 0, max: 32 }),
      }),
    );
    fc.assert(
      fc.property(birth, number, fc.string({ maxLength: 5 }), (birth, expiryYear, securityCode) => {
        for (const code of [securityCode, '1234'])
          for (const year of [expiryYear, 2030])
            expect(compose({ birth, expiryYear: year, securityCode: code })).toMatch(/^([0-9]{14}|[a-z-]+)$/);
      }),
    );
  });

  it('and nobody else makes one', () => {
    const forged = Symbol('PinB') as never;
    expect(() => new PinB(forged, Secret.ofAscii('03051520310428'))).toThrow('composePinB');
  });
});
