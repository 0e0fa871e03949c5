import { Secret } from '@kaijo/secret';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPinShape } from './pin-shape.ts';

const shape = (kind: Parameters<typeof checkPinShape>[0], text: string) =>
  checkPinShape(kind, Secret.ofAscii(text));
const RIGHT = { kind: 'right-shape' };
const wrong = (...faults: string[]) => ({ kind: 'wrong-shape', faults });

describe('R8: the auth PIN is exactly four digits', () => {
  it('takes all 10,000 of them, for the support and the resident PIN as well', () => {
    for (let pin = 0; pin < 10_000; pin++) {
      const text = String(pin).padStart(4, '0');
      for (const kind of ['auth', 'support', 'resident'] as const) expect(shape(kind, text)).toEqual(RIGHT);
      expect(shape('sign', text)).toEqual(wrong('too-short', 'no-letter'));
    }
  });

  it('says what is wrong with any other', () => {
    expect(shape('auth', '')).toEqual(wrong('too-short'));
    expect(shape('auth', '123')).toEqual(wrong('too-short'));
    expect(shape('auth', '12345')).toEqual(wrong('too-long'));
    expect(shape('auth', '12A4')).toEqual(wrong('unusable-character'));
    expect(shape('auth', '12-45')).toEqual(wrong('too-long', 'unusable-character'));
  });
});

describe('R8: the sign PIN is 6 to 16 of A-Z and 0-9 with a letter and a digit', () => {
  it('takes the shortest and the longest', () => {
    expect(shape('sign', 'ABCDE1')).toEqual(RIGHT);
    expect(shape('sign', '0123456789ABCDEZ')).toEqual(RIGHT);
  });

  it('says everything that is wrong at once, so that a screen can tick the rules off', () => {
    expect(shape('sign', '')).toEqual(wrong('too-short', 'no-letter', 'no-digit'));
    expect(shape('sign', 'ABC12')).toEqual(wrong('too-short'));
    expect(shape('sign', '0123456789ABCDEFG')).toEqual(wrong('too-long'));
    expect(shape('sign', 'ABCDEF')).toEqual(wrong('no-digit'));
    expect(shape('sign', '123456')).toEqual(wrong('no-letter'));
    expect(shape('sign', 'ABC-123')).toEqual(wrong('unusable-character'));
    expect(shape('sign', 'abc123')).toEqual(wrong('unusable-character', 'no-letter'));
  });

  it('agrees with the rule as a regular expression on any ASCII text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 20 }), (text) => {
        const isRight = /^(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,16}$/s.test(text);
        expect(shape('sign', text).kind === 'right-shape').toBe(isRight);
      }),
      { numRuns: 2_000 },
    );
  });

  it('agrees with it on text of the right alphabet, where most is right', () => {
    const alphabet = fc.constantFrom(...'ABCXYZ019');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 18 }), (letters) => {
        const text = letters.join('');
        const isRight = /^(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,16}$/.test(text);
        expect(shape('sign', text).kind === 'right-shape').toBe(isRight);
      }),
    );
  });
});
