import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeResponse,
  encodeResponse,
  formatStatusWord,
  fromHex,
  toHex,
  triesLeftOf,
  triesLeftWord,
} from './index.ts';

describe('a response', () => {
  it('is its data and then SW1-SW2', () => {
    expect(toHex(encodeResponse({ data: fromHex('aabb'), sw: 0x63c2 }))).toBe('aabb63c2');
    expect(decodeResponse(fromHex('9000'))).toEqual({ data: new Uint8Array(), sw: 0x9000 });
  });

  it('comes back, with any data and status word', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 0xffff }), (data, sw) => {
        expect(decodeResponse(encodeResponse({ data, sw }))).toEqual({ data, sw });
      }),
    );
  });

  it('of fewer than two bytes is none', () => {
    expect(decodeResponse(new Uint8Array())).toBeUndefined();
    expect(decodeResponse(Uint8Array.of(0x90))).toBeUndefined();
  });

  it('keeps no hold on the bytes it was given, a Buffer’s included', () => {
    const bytes = Buffer.from('aabb9000', 'hex');
    const response = decodeResponse(bytes);
    bytes.fill(0xff);
    expect(response).toEqual({ data: fromHex('aabb'), sw: 0x9000 });
  });

  it.each([-1, 0x10000, 36864.5])('with a status word of %d is a programming error', (sw) => {
    expect(() => encodeResponse({ data: new Uint8Array(), sw })).toThrow(RangeError);
  });
});

describe('a status word', () => {
  it('63Cx tells the tries left, and no other one does', () => {
    for (let tries = 0; tries <= 15; tries++) expect(triesLeftOf(triesLeftWord(tries))).toBe(tries);
    for (let sw = 0; sw <= 0xffff; sw++)
      expect(triesLeftOf(sw) !== undefined).toBe(sw >= 0x63c0 && sw <= 0x63cf);
  });

  it.each([-1, 16, 1.5])('63Cx holds no %d', (tries) => {
    expect(() => triesLeftWord(tries)).toThrow(RangeError);
  });

  it('is written with four digits', () => {
    expect([0x9000, 0x63c2, 0x0001].map(formatStatusWord)).toEqual(['9000', '63C2', '0001']);
  });
});
