import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, equalBytes, fromHex, toHex } from './index.ts';

const anyBytes = fc.uint8Array({ maxLength: 40 });

it('concatBytes puts its parts one behind the other', () => {
  fc.assert(
    fc.property(fc.array(anyBytes), (parts) => {
      expect([...concatBytes(...parts)]).toEqual(parts.flatMap((part) => [...part]));
    }),
  );
});

describe('equalBytes', () => {
  it('says whether length and every byte are the same', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (a, b) => {
        expect(equalBytes(a, a.slice())).toBe(true);
        expect(equalBytes(a, b)).toBe(toHex(a) === toHex(b));
      }),
    );
  });

  it('sees a difference in any one bit', () => {
    const bytes = fromHex('00ff00ff');
    for (let bit = 0; bit < 32; bit++) {
      const other = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(equalBytes(bytes, other)).toBe(false);
    }
  });
});

describe('hex', () => {
  it('comes back', () => {
    fc.assert(fc.property(anyBytes, (bytes) => void expect(fromHex(toHex(bytes))).toEqual(bytes)));
  });

  it('is read in both cases and across white space', () => {
    expect(fromHex('00 aA\n\tBb')).toEqual(Uint8Array.of(0x00, 0xaa, 0xbb));
  });

  it.each(['0', '0g', '0x00', '-1', '00 0'])('"%s" is none', (text) => {
    expect(() => fromHex(text)).toThrow(SyntaxError);
  });
});
