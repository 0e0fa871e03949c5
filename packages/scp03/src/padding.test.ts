import { fromHex, toHex } from '@kaijo/iso7816';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { pad, unpad } from './padding.ts';

it('appends 80 and as few 00 as fill a block (GlobalPlatform Card Specification 2.3.1, B.2.3)', () => {
  expect(toHex(pad(fromHex('aa')))).toBe(`aa80${'00'.repeat(14)}`);
  expect(toHex(pad(fromHex('aa'.repeat(15))))).toBe(`${'aa'.repeat(15)}80`);
  expect(toHex(pad(fromHex('aa'.repeat(16))))).toBe(`${'aa'.repeat(16)}80${'00'.repeat(15)}`);
});

it('gives back what was padded, whatever its end looks like', () => {
  const ends = fc.constantFrom(0x00, 0x80, 0xff);
  fc.assert(
    fc.property(fc.array(ends, { maxLength: 40 }), (plain) => {
      expect([...(unpad(pad(Uint8Array.from(plain))) ?? [])]).toEqual(plain);
    }),
  );
});

it.each(['', '00'.repeat(16), `${'80'.padEnd(30, '0')}01`])('finds no padding in "%s"', (hex) => {
  expect(unpad(fromHex(hex))).toBeUndefined();
});
