import { fromHex } from '@kaijo/iso7816';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forge } from '../test-support/forge.ts';
import { isDer } from './strict-der.ts';

describe('X.690: one encoding for one meaning', () => {
  it.each([
    ['a certificate', forge()],
    ['an empty sequence', fromHex('3000')],
    ['TRUE', fromHex('0101ff')],
    ['zero', fromHex('020100')],
    ['128', fromHex('02020080')],
    ['-128', fromHex('020180')],
    ['an object identifier', fromHex('06032a8648')],
    ['a length of two bytes', fromHex(`04820100${'00'.repeat(256)}`)],
    ['no bits', fromHex('030100')],
    ['29 February of a leap year', fromHex('170d3234303232393030303030305a')],
    ['a set in order', fromHex('3106020101020102')],
  ])('is DER: %s', (_, bytes) => {
    expect(isDer(bytes)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['half a header', '30'],
    ['cut off', '300302'],
    ['a byte behind', '300000'],
    ['a member that runs past its sequence', '30030202 01 01'],
    ['an indefinite length', '30800000'],
    ['a long form where the short one does', '308100'],
    ['a length with a leading zero', `04820080${'00'.repeat(128)}`],
    ['a length of five bytes', '30850000000000'],
    ['a tag of several bytes', '1f8101 00'],
    ['an application class', '6000'],
    ['a private class', 'c000'],
    ['a constructed octet string', '2402 0400'],
    ['a primitive sequence', '1000'],
    ['TRUE as 01', '010101'],
    ['FALSE, which is never written', '010100'],
    ['BOOLEAN of two bytes', '0102ffff'],
    ['an empty integer', '0200'],
    ['a stretched positive integer', '02020001'],
    ['a stretched negative integer', '0202ff80'],
    ['a bit string without its count', '0300'],
    ['unused bits that are set', '03020401'],
    ['eight unused bits', '03020800'],
    ['unused bits of nothing', '030101'],
    ['NULL with content', '050100'],
    ['an object identifier with a padded arc', '06042a808648'],
    ['an object identifier that does not end', '06022a86'],
    ['text that is not UTF-8', '0c02c328'],
    ['a character that is not printable', '13012a'],
    ['IA5 beyond ASCII', '160180'],
    ['UTCTime without seconds', '170b323430323239303030305a'],
    ['UTCTime with an offset', '17113234303232393030303030302b30393030'],
    ['30 February', '170d3234303233303030303030305a'],
    ['29 February of a common year', '170d3233303232393030303030305a'],
    ['24 o’clock', '170d3234303232393234303030305a'],
    ['GeneralizedTime with a fraction', '181132303234303232393030303030302e355a'],
    ['a set out of order', '3106020102020101'],
    ['a type that certificates do not have', '0900'],
  ])('is not DER: %s', (_, hex) => {
    expect(isDer(fromHex(hex))).toBe(false);
  });

  it('ends on any nesting', () => {
    let nested = new Uint8Array();
    for (let i = 0; i < 60; i++) nested = Uint8Array.of(0x30, nested.length, ...nested);
    expect(isDer(nested)).toBe(false);
  });

  it('answers for any bytes, and never for bytes with something behind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ minLength: 1, maxLength: 4 }), (a, b) => {
        if (isDer(a)) expect(isDer(Uint8Array.of(...a, ...b))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
