import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from './base64url.ts';

describe('binary values in JSON are base64url (RFC 4648, 5)', () => {
  it('agrees with Node on every byte string, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = toBase64Url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64Url(text)).toEqual(bytes);
      }),
    );
  });

  it('takes one spelling of a value only, so that what was signed cannot be written differently', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const bytes = fromBase64Url(text);
        if (bytes !== undefined) expect(toBase64Url(bytes)).toBe(text);
      }),
      { numRuns: 5_000 },
    );
    for (const text of ['A', 'AB', 'AA==', 'AA=', 'A+/A', 'AA A', '\u{1F600}'])
      expect(fromBase64Url(text)).toBeUndefined();
  });
});
