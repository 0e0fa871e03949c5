import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  encodeTlv,
  findTlv,
  fromHex,
  readTlv,
  readTlvList,
  TlvError,
  tlvTotalLength,
  toHex,
} from './index.ts';

/** Tags of one, two and three bytes as they occur on cards, and the borders of each length. */
const tag = fc.oneof(
  fc.integer({ min: 0, max: 0xff }).filter((byte) => (byte & 0x1f) !== 0x1f),
  fc.tuple(longFirst(), fc.integer({ min: 0, max: 0x7f })).map(([a, b]) => a * 256 + b),
  fc
    .tuple(longFirst(), fc.integer({ min: 0x80, max: 0xff }), fc.integer({ min: 0, max: 0x7f }))
    .map(([a, b, c]) => (a * 256 + b) * 256 + c),
);
const length = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.constantFrom(127, 128, 255, 256, 65_535, 65_536),
);
const object = fc.tuple(tag, length).map(([t, n]) => ({ tag: t, value: new Uint8Array(n).fill(n & 0xff) }));

describe('a data object (ISO/IEC 7816-4, 6.3)', () => {
  it.each([
    [0x30, 0, '3000'],
    [0xdf22, 1, 'df220100'],
    [0x7f21, 127, `7f217f${'00'.repeat(127)}`],
    [0xff20, 128, `ff208180${'00'.repeat(128)}`],
    [0x5f37, 255, `5f3781ff${'00'.repeat(255)}`],
    [0x5f37, 256, `5f37820100${'00'.repeat(256)}`],
    [0x1f8101, 1, '1f81010100'],
  ])('%i with %i bytes is written in the shortest form', (t, n, hex) => {
    expect(toHex(encodeTlv(t, new Uint8Array(n)))).toBe(hex);
  });

  it('comes back, one behind the other, with its raw bytes', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), (objects) => {
        const encoded = objects.map(({ tag: t, value }) => encodeTlv(t, value));
        const read = readTlvList(concatBytes(...encoded));
        expect(read.map((o) => o.tag)).toEqual(objects.map((o) => o.tag));
        expect(read.map((o) => toHex(o.value))).toEqual(objects.map((o) => toHex(o.value)));
        expect(read.map((o) => toHex(o.raw))).toEqual(encoded.map(toHex));
      }),
    );
  });

  it('is read in longer forms of its length too', () => {
    for (const hex of ['048101aa', '04820001aa', '0483000001aa', '048400000001aa'])
      expect(readTlv(fromHex(hex))).toMatchObject({ tag: 0x04, value: fromHex('aa'), raw: fromHex(hex) });
  });

  it('is found by its tag, the first one if there are two', () => {
    const list = readTlvList(fromHex('df2201aa df2301bb df2301cc'));
    expect(findTlv(list, 0xdf23)?.value).toEqual(fromHex('bb'));
    expect(findTlv(list, 0xdf24)).toBeUndefined();
  });

  it('is read from where it starts, and what follows is not looked at', () => {
    expect(readTlv(fromHex('ffff 0401aa ff'), 2)).toMatchObject({ tag: 0x04, value: fromHex('aa') });
  });

  it('keeps no hold on the bytes it was read from, a Buffer’s included', () => {
    const bytes = Buffer.from('0401aa', 'hex');
    const read = readTlv(bytes);
    bytes.fill(0xff);
    expect([toHex(read.value), toHex(read.raw)]).toEqual(['aa', '0401aa']);
  });

  it.each([
    -1,
    1.5,
    Number.NaN,
    0x1f,
    0x5f,
    0xdf80,
    0x1f8180,
    0x3000,
    0x1f818101,
  ])('with the tag %d is a programming error', (wrong) => {
    expect(() => encodeTlv(wrong, new Uint8Array())).toThrow(RangeError);
  });
});

describe('the length of the whole object', () => {
  it('is known as soon as tag and length are there', () => {
    fc.assert(
      fc.property(object, ({ tag: t, value }) => {
        const encoded = encodeTlv(t, value);
        const head = encoded.length - value.length;
        for (let n = 0; n < head; n++) expect(tlvTotalLength(encoded.subarray(0, n))).toBeUndefined();
        for (let n = head; n <= Math.min(head + 3, encoded.length); n++)
          expect(tlvTotalLength(encoded.subarray(0, n))).toBe(encoded.length);
      }),
    );
  });

  it.each([
    '3080',
    '3085',
    '1f818181',
    '30ff',
  ])('is refused at once where no more bytes could help: %s', (hex) => {
    expect(() => tlvTotalLength(fromHex(hex))).toThrow(TlvError);
  });
});

describe('hostile bytes', () => {
  it.each([
    ['a tag that goes on and on', '1f818181'],
    ['a tag cut off', '1f81'],
    ['no length', '30'],
    ['a length cut off', '3082ff'],
    ['an indefinite length', '3080 0000'],
    ['a length of five bytes', '3085 0000000001 aa'],
    ['a length of four gigabytes', '3084ffffffff aa'],
    ['a value cut off', '3002aa'],
  ])('%s: a TlvError that says where', (_, hex) => {
    expect(() => readTlvList(fromHex(hex))).toThrow(TlvError);
    expect(() => readTlvList(fromHex(hex))).toThrow(/at offset \d+$/);
  });

  it('throw nothing but TlvError, and what is read is made of the bytes that were there', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc
        .array(fc.constantFrom(0x00, 0x1f, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xdf, 0xff), { maxLength: 24 })
        .map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(bytes, fc.integer({ min: -2, max: 70 }), (hostile, offset) => {
        expect(orTlvError(() => readTlv(hostile, offset))).toBeDefined();
        expect(orTlvError(() => tlvTotalLength(hostile) ?? 'more')).toBeDefined();
        const list = orTlvError(() => readTlvList(hostile));
        if (!(list instanceof TlvError))
          expect(toHex(concatBytes(...list.map((o) => o.raw)))).toBe(toHex(hostile));
      }),
      { numRuns: 3_000 },
    );
  });
});

function longFirst(): fc.Arbitrary<number> {
  return fc.constantFrom(0x1f, 0x3f, 0x5f, 0x7f, 0x9f, 0xbf, 0xdf, 0xff);
}

/** The result or the TlvError; every other error fails the test. */
function orTlvError<T>(read: () => T): T | TlvError {
  try {
    return read();
  } catch (error) {
    if (error instanceof TlvError) return error;
    throw error;
  }
}
