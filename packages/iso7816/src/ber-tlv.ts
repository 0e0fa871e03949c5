import { concatBytes, copyOf } from './bytes.ts';

/**
 * One BER-TLV data object (ISO/IEC 7816-4, 6.3; ISO/IEC 8825-1).
 * `tag` is the tag's bytes as one big-endian number (`0xDF22`), at most three bytes.
 * `raw` is the whole object as it stands, for signatures that cover the bytes and not the meaning.
 */
export interface TlvObject {
  readonly tag: number;
  readonly value: Uint8Array;
  readonly raw: Uint8Array;
}

/** Bytes that are no BER-TLV: hostile or broken card data. `offset` counts from the start of the bytes given. */
export class TlvError extends Error {
  override readonly name = 'TlvError';
  readonly offset: number;
  constructor(reason: string, offset: number) {
    super(`${reason} at offset ${offset}`);
    this.offset = offset;
  }
}

/** The data object that `bytes` begins with; what follows it is not looked at. @throws TlvError */
export function readTlv(bytes: Uint8Array, offset = 0): TlvObject {
  const { tag, next: lengthAt } = readTag(bytes, offset);
  const { length, next: valueAt } = readLength(bytes, lengthAt);
  const end = valueAt + length;
  if (end > bytes.length) throw new TlvError(`value of ${length} bytes runs past the end`, valueAt);
  return { tag, value: copyOf(bytes, valueAt, end), raw: copyOf(bytes, offset, end) };
}

/** All data objects of `bytes`, one behind the other, to the last byte. @throws TlvError */
export function readTlvList(bytes: Uint8Array): TlvObject[] {
  const objects: TlvObject[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const object = readTlv(bytes, offset);
    objects.push(object);
    offset += object.raw.length;
  }
  return objects;
}

export function findTlv(objects: readonly TlvObject[], tag: number): TlvObject | undefined {
  return objects.find((object) => object.tag === tag);
}

/**
 * Length of the whole object that starts with `head` (tag and length need at most 8 bytes),
 * `undefined` while `head` is too short to tell. Lets a reader ask a card for exactly the bytes of a file.
 * @throws TlvError
 */
export function tlvTotalLength(head: Uint8Array): number | undefined {
  try {
    const { next: lengthAt } = readTag(head, 0);
    const { length, next: valueAt } = readLength(head, lengthAt);
    return valueAt + length;
  } catch (error) {
    if (error instanceof TlvError && error.offset >= head.length) return undefined;
    throw error;
  }
}

/** Definite length in the shortest form. @throws RangeError for a tag that is not one of BER's, of at most three bytes */
export function encodeTlv(tag: number, value: Uint8Array): Uint8Array {
  const tagBytes = bigEndian(tag);
  if (!isTag(tag, tagBytes)) throw new RangeError(`not a BER-TLV tag: ${tag.toString(16)}`);
  return concatBytes(tagBytes, encodeLength(value.length), value);
}

function isTag(tag: number, bytes: Uint8Array): boolean {
  if (!Number.isInteger(tag) || tag < 0 || bytes.length > TAG_BYTES_MAX) return false;
  const goesOn = (byte: number, i: number): boolean =>
    i === 0 ? (byte & 0x1f) === 0x1f : (byte & 0x80) !== 0;
  return bytes.every((byte, i) => goesOn(byte, i) === i < bytes.length - 1);
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes = bigEndian(length);
  return concatBytes(Uint8Array.of(0x80 | bytes.length), bytes);
}

function bigEndian(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes.length > 0 ? bytes : [0]);
}

const TAG_BYTES_MAX = 3;
const LENGTH_BYTES_MAX = 4;

function readTag(bytes: Uint8Array, offset: number): { tag: number; next: number } {
  const first = byteAt(bytes, offset, 'tag');
  if ((first & 0x1f) !== 0x1f) return { tag: first, next: offset + 1 };
  let tag = first;
  for (let next = offset + 1; next < offset + TAG_BYTES_MAX; next++) {
    const byte = byteAt(bytes, next, 'tag');
    tag = tag * 256 + byte;
    if ((byte & 0x80) === 0) return { tag, next: next + 1 };
  }
  throw new TlvError('tag longer than three bytes', offset);
}

function readLength(bytes: Uint8Array, offset: number): { length: number; next: number } {
  const first = byteAt(bytes, offset, 'length');
  if (first < 0x80) return { length: first, next: offset + 1 };
  const count = first & 0x7f;
  if (count === 0) throw new TlvError('indefinite length', offset);
  if (count > LENGTH_BYTES_MAX) throw new TlvError('length of more than four bytes', offset);
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + byteAt(bytes, offset + i, 'length');
  return { length, next: offset + 1 + count };
}

function byteAt(bytes: Uint8Array, offset: number, what: string): number {
  const byte = bytes[offset];
  if (byte === undefined) throw new TlvError(`${what} cut off`, offset);
  return byte;
}
