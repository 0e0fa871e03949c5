import { fromHex, toHex } from '@kaijo/iso7816';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  childrenOf,
  membersOf,
  one,
  optional,
  readBits,
  readDer,
  readOid,
  readOutline,
  readPositive,
} from './der-value.ts';
import { encodeInteger, encodeOid } from './encode.ts';
import { TAG } from './tag.ts';

const PLACES = [one(TAG.integer), optional(TAG.boolean), one(TAG.octetString, TAG.null)] as const;

/** What stands at each place, in hex. */
function members(hex: string): (string | undefined)[] | undefined {
  const sequence = readDer(fromHex(hex), TAG.sequence);
  return membersOf(sequence, ...PLACES)?.map((member) => member && toHex(member.raw));
}

describe('a SEQUENCE has its members where its type has them, and no others', () => {
  it.each([
    ['all', '30080201010101ff0500', ['020101', '0101ff', '0500']],
    ['an optional one absent', '30050201010400', ['020101', undefined, '0400']],
  ])('%s', (_, hex, expected) => {
    expect(members(hex)).toEqual(expected);
  });

  it.each([
    ['one missing', '3003020101'],
    ['one of another type', '30050401010500'],
    ['one left over', '30070201010500 0500'],
    ['one left over in the place of the optional one', '3008020101020101 0500'],
    ['out of order', '3005 0500 020101'],
    ['none', '3000'],
  ])('refuses %s', (_, hex) => {
    expect(members(hex)).toBeUndefined();
  });

  it('a primitive value has none, whatever its content looks like', () => {
    const octets = readDer(fromHex('0403020101'), TAG.octetString);
    if (octets === undefined) throw new Error('not read');
    expect(childrenOf(octets)).toEqual([]);
  });
});

describe('values', () => {
  it.each([
    ['06052b0e03021a', '1.3.14.3.2.26'],
    ['06092a864886f70d01010b', '1.2.840.113549.1.1.11'],
    ['0603550406', '2.5.4.6'],
    ['060288378a', undefined],
    ['06028837', '2.999'],
    ['060127', '0.39'],
    ['060128', '1.0'],
    ['060150', '2.0'],
  ])('object identifier %s', (hex, oid) => {
    expect(readOid(readDer(fromHex(hex), TAG.objectIdentifier))).toBe(oid);
  });

  it('an arc that a number cannot hold exactly is not read as another one', () => {
    const arc = `06092b${'ff'.repeat(7)}7f`;
    expect(readDer(fromHex(arc), TAG.objectIdentifier)).toBeDefined();
    expect(readOid(readDer(fromHex(arc), TAG.objectIdentifier))).toBeUndefined();
  });

  it('what is encoded is read again', () => {
    const arcs = fc.tuple(fc.constantFrom(0, 1, 2), fc.nat(39), fc.array(fc.maxSafeNat(), { maxLength: 6 }));
    fc.assert(
      fc.property(arcs, fc.uint8Array({ minLength: 1, maxLength: 20 }), ([first, second, rest], bytes) => {
        const oid = [first, second, ...rest].join('.');
        expect(readOid(readDer(encodeOid(oid), TAG.objectIdentifier))).toBe(oid);
        const serial = Uint8Array.from(bytes);
        serial[0] = (serial[0] as number) | 1;
        expect(readPositive(readDer(encodeInteger(serial), TAG.integer))).toEqual(serial);
      }),
    );
  });

  it('zero and negative numbers are not positive, and a part of an octet is no octets', () => {
    expect(readPositive(readDer(fromHex('020100'), TAG.integer))).toBeUndefined();
    expect(readPositive(readDer(fromHex('0201ff'), TAG.integer))).toBeUndefined();
    expect(readBits(readDer(fromHex('03020480'), TAG.bitString))).toBeUndefined();
  });
});

describe('the outline of what is long', () => {
  const outline = (hex: string, membersMax = 3) => readOutline(fromHex(hex), TAG.sequence, membersMax);

  it('is of the same bytes as the whole, whatever stands inside of the members', () => {
    expect(outline('30080201010101ff0500')).toEqual(readDer(fromHex('30080201010101ff0500'), TAG.sequence));
    expect(outline('300430020201')?.content).toEqual(fromHex('30020201'));
  });

  it.each([
    ['of another type', '31020500'],
    ['with something behind', '3002050000'],
    ['cut off', '30030500'],
    ['with a member that reaches beyond it', '3003050200'],
    ['with a length in more bytes than it needs', '308102 0500'],
    ['of more members than there may be', '3008 0500 0500 0500 0500'],
  ])('is none %s', (_, hex) => {
    expect(outline(hex)).toBeUndefined();
  });
});
