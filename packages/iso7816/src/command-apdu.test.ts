import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CommandApdu,
  type DecodedCommand,
  decodeCommand,
  encodeCommand,
  fromHex,
  isExtended,
  toHex,
} from './index.ts';

const HEADER = { cla: 0x00, ins: 0xb0, p1: 0x12, p2: 0x34 };
const LC = [0, 1, 2, 254, 255, 256, 257, 65_534, 65_535];
const LE = [undefined, 1, 2, 255, 256, 257, 258, 65_535, 65_536];

describe('the four cases, short and extended (ISO/IEC 7816-3, 12.1)', () => {
  it.each<readonly [string, CommandApdu, string]>([
    ['1', HEADER, '00b01234'],
    ['2S', { ...HEADER, le: 1 }, '00b0123401'],
    ['2S, Le 255', { ...HEADER, le: 255 }, '00b01234ff'],
    ['2S, Le 256 is 00', { ...HEADER, le: 256 }, '00b0123400'],
    ['2E', { ...HEADER, le: 257 }, '00b01234000101'],
    ['2E, Le 65,536 is 0000', { ...HEADER, le: 65_536 }, '00b01234000000'],
    ['3S', { ...HEADER, data: fromHex('aabb') }, '00b0123402aabb'],
    ['4S', { ...HEADER, data: fromHex('aabb'), le: 256 }, '00b0123402aabb00'],
    ['3E', { ...HEADER, data: new Uint8Array(256) }, `00b01234000100${'00'.repeat(256)}`],
    [
      '4E for its data',
      { ...HEADER, data: new Uint8Array(256), le: 1 },
      `00b01234000100${'00'.repeat(256)}0001`,
    ],
    ['4E for its Le', { ...HEADER, data: fromHex('aa'), le: 65_536 }, '00b01234000001aa0000'],
  ])('case %s', (_, command, hex) => {
    expect(toHex(encodeCommand(command))).toBe(hex);
    expect(decodeCommand(fromHex(hex))).toEqual({ ...command, extended: isExtended(command) });
  });
});

describe('every pair of lengths at a border', () => {
  const pairs = LC.flatMap((lc) => LE.map((le) => [lc, le] as const));
  it.each(pairs)('Lc %i, Le %s comes back', (lc, le) => {
    const command: CommandApdu = {
      ...HEADER,
      ...(lc > 0 ? { data: Uint8Array.from({ length: lc }, (_, i) => i & 0xff) } : {}),
      ...(le === undefined ? {} : { le }),
    };
    const encoded = encodeCommand(command);
    const extended = lc > 255 || (le ?? 0) > 256;
    expect(encoded).toHaveLength(4 + lengthOfBody(lc, le, extended));
    expect(same(decodeCommand(encoded), { ...command, extended })).toBe(true);
  });

  function lengthOfBody(lc: number, le: number | undefined, extended: boolean): number {
    if (!extended) return (lc > 0 ? 1 + lc : 0) + (le === undefined ? 0 : 1);
    const lcField = lc > 0 ? 3 : 0;
    const leField = le === undefined ? 0 : lc > 0 ? 2 : 3;
    return lcField + lc + leField;
  }
});

describe('what is outside its field is a programming error', () => {
  it.each([
    { cla: 256 },
    { ins: -1 },
    { p1: 1.5 },
    { p2: Number.NaN },
    { le: 0 },
    { le: 65_537 },
    { data: new Uint8Array(65_536) },
  ])('%o', (wrong) => {
    expect(() => encodeCommand({ ...HEADER, ...wrong })).toThrow(RangeError);
  });
});

describe('decoding what a stranger sends', () => {
  it.each([
    ['nothing', ''],
    ['three bytes', '00b012'],
    ['Lc without all its data', '00b0123403aabb'],
    ['a byte too many behind Le', '00b0123401aa0000'],
    ['extended marker and half a length', '00b012340001'],
    ['extended Lc 0 with data', '00b01234000000aa'],
    ['extended Lc 0 with Le', '00b01234000000aabb'],
    ['extended Lc without all its data', '00b01234000002aa'],
    ['one byte of an extended Le', '00b01234000001aa00'],
    ['three bytes of an extended Le', '00b01234000001aa000000'],
  ])('%s fits no case', (_, hex) => {
    expect(decodeCommand(fromHex(hex))).toBeUndefined();
  });

  it('never throws, and what decodes means the same when it is encoded again', () => {
    fc.assert(
      fc.property(hostileBytes(), (bytes) => {
        const command = decodeCommand(bytes);
        if (command === undefined) return;
        const again = decodeCommand(encodeCommand(command));
        expect({ ...again, extended: undefined }).toEqual({ ...command, extended: undefined });
        expect(bytes.length).toBeGreaterThanOrEqual(encodeCommand(command).length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps no hold on the bytes it was given, a Buffer’s included', () => {
    const bytes = Buffer.from('00b0123402aabb', 'hex');
    const command = decodeCommand(bytes);
    bytes.fill(0xff);
    expect(command?.data).toEqual(fromHex('aabb'));
  });

  /** Random bytes, most of which fit no case, and bodies that nearly fit one. */
  function hostileBytes(): fc.Arbitrary<Uint8Array> {
    const nearly = fc
      .record({
        marker: fc.constantFrom([], [0x00]),
        lc: fc.integer({ min: 0, max: 300 }),
        off: fc.integer({ min: -2, max: 4 }),
        fill: fc.integer({ min: 0, max: 255 }),
      })
      .map(({ marker, lc, off, fill }) => {
        const field = marker.length > 0 ? [...marker, lc >> 8, lc & 0xff] : [lc & 0xff];
        return Uint8Array.from([0, 0xb0, 0, 0, ...field, ...Array(Math.max(0, lc + off)).fill(fill)]);
      });
    return fc.oneof(fc.uint8Array({ maxLength: 600 }), nearly);
  }
});

/** `toEqual` walks 65,535 elements one by one. */
function same(a: DecodedCommand | undefined, b: DecodedCommand): boolean {
  if (a === undefined || toHex(a.data ?? new Uint8Array()) !== toHex(b.data ?? new Uint8Array()))
    return false;
  expect({ ...a, data: undefined }).toEqual({ ...b, data: undefined });
  return true;
}
