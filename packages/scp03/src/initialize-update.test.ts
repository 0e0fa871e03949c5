import { encodeCommand, fromHex, toHex } from '@kaijo/iso7816';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initializeUpdateCommand, parseInitializeUpdateResponse, parseKeyInformation } from './index.ts';
import { bytes } from './testing/channel.ts';

describe('the INITIALIZE UPDATE command', () => {
  it('is 80 50 KVN 00 Lc, host challenge, 00', () => {
    expect(toHex(encodeCommand(initializeUpdateCommand(0x30, fromHex('b13e5f938fc108c4'))))).toBe(
      '8050300008b13e5f938fc108c400',
    );
  });

  it('takes a host challenge of 8 or 16 bytes only', () => {
    for (const length of [0, 7, 9, 15, 17]) {
      expect(() => initializeUpdateCommand(0x30, bytes(length, 1))).toThrow(RangeError);
    }
  });
});

describe('key information (Amendment D v1.2, tables 5-1 and 7-3)', () => {
  it.each([
    [
      '300370',
      { keyVersion: 0x30, i: 0x70, mode: 'S8', pseudoRandomChallenge: true, rMac: true, rEncryption: true },
    ],
    [
      '310371',
      { keyVersion: 0x31, i: 0x71, mode: 'S16', pseudoRandomChallenge: true, rMac: true, rEncryption: true },
    ],
    [
      '010320',
      { keyVersion: 0x01, i: 0x20, mode: 'S8', pseudoRandomChallenge: false, rMac: true, rEncryption: false },
    ],
    [
      '010300',
      {
        keyVersion: 0x01,
        i: 0x00,
        mode: 'S8',
        pseudoRandomChallenge: false,
        rMac: false,
        rEncryption: false,
      },
    ],
  ])('%s', (hex, meaning) => {
    expect(parseKeyInformation(fromHex(hex))).toEqual(meaning);
  });

  it.each([
    ['another protocol', '300215'],
    ['a reserved bit', '3003f0'],
    ['another reserved bit', '300372'],
    ['R-ENCRYPTION without R-MAC', '300340'],
    ['two bytes', '3003'],
    ['four bytes', '30037000'],
  ])('does not parse with %s', (_, hex) => {
    expect(parseKeyInformation(fromHex(hex))).toBeUndefined();
  });
});

describe('the INITIALIZE UPDATE response', () => {
  it('is 10 bytes diversification data, key information, challenge, cryptogram, sequence counter', () => {
    const data = fromHex('00010203040506070809 300370 1111111111111111 2222222222222222 0a0b0c');
    expect(parseInitializeUpdateResponse(data)).toMatchObject({
      diversificationData: fromHex('00010203040506070809'),
      keyInformation: { keyVersion: 0x30 },
      cardChallenge: fromHex('1111111111111111'),
      cardCryptogram: fromHex('2222222222222222'),
      sequenceCounter: 0x0a0b0c,
    });
  });

  it.each([
    ['00', 29],
    ['70', 32],
    ['71', 48],
    ['61', 45],
  ])('with i = %s has %i bytes and no other number', (i, length) => {
    const response = (n: number): Uint8Array => {
      const data = new Uint8Array(n);
      data.set(fromHex(`3003${i}`).subarray(0, Math.max(0, n - 10)), 10);
      return data;
    };
    for (let n = 13; n < 64; n++) {
      expect(parseInitializeUpdateResponse(response(n)) !== undefined, `${n} bytes`).toBe(n === length);
    }
  });

  it('is any bytes at all without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (data) => void parseInitializeUpdateResponse(data)),
    );
  });
});
