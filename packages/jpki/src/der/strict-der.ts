import { CONSTRUCTED, TAG } from './tag.ts';
import { readTime } from './time.ts';

/**
 * Is `bytes` exactly one value in DER (ITU-T X.690, 10 and 11) as certificates, CRLs and OCSP use it, to the last
 * byte?
 *
 * With BER's long lengths, stretched integers and trailing bytes one meaning would have many encodings; what a
 * signature or a digest covers has one here, so everything is refused that DER would have written otherwise. The
 * contents of OCTET STRINGs and of primitive context tags are not looked into: who reads an extension's value asks
 * again for that value.
 */
export function isDer(bytes: Uint8Array): boolean {
  return valueEnd(bytes, 0, bytes.length, 0) === bytes.length;
}

export interface DerHeader {
  readonly tag: number;
  readonly contentStart: number;
  readonly contentEnd: number;
}

/**
 * The identifier and length of the value at `start`: one identifier octet (enough for every tag of X.509) and the
 * shortest definite length (X.690, 10.1). `undefined` for any other, or when the value runs past `limit`.
 */
export function readHeader(bytes: Uint8Array, start: number, limit: number): DerHeader | undefined {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (start + 2 > limit || tag === undefined || first === undefined) return undefined;
  if ((tag & TAG_NUMBER_MASK) === TAG_NUMBER_MASK) return undefined;
  if (first < 0x80) return headerWithin(tag, start + 2, first, limit);

  const count = first & 0x7f;
  if (count === 0 || count > 4 || start + 2 + count > limit) return undefined;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + 2 + i] as number);
  const isShortest = bytes[start + 2] !== 0 && length >= 0x80;
  return isShortest ? headerWithin(tag, start + 2 + count, length, limit) : undefined;
}

function headerWithin(
  tag: number,
  contentStart: number,
  length: number,
  limit: number,
): DerHeader | undefined {
  const contentEnd = contentStart + length;
  return contentEnd <= limit ? { tag, contentStart, contentEnd } : undefined;
}

const DEPTH_MAX = 24;
const CLASS_MASK = 0xc0;
const CLASS_UNIVERSAL = 0x00;
const CLASS_CONTEXT = 0x80;
const TAG_NUMBER_MASK = 0x1f;

/** Where the value that starts at `start` ends, `undefined` where it is no DER. */
function valueEnd(bytes: Uint8Array, start: number, limit: number, depth: number): number | undefined {
  const header = readHeader(bytes, start, limit);
  if (header === undefined || depth > DEPTH_MAX) return undefined;
  const { tag, contentStart, contentEnd } = header;
  const tagClass = tag & CLASS_MASK;
  if (tagClass !== CLASS_UNIVERSAL && tagClass !== CLASS_CONTEXT) return undefined;
  const isConstructed = (tag & CONSTRUCTED) !== 0;
  if (tagClass === CLASS_UNIVERSAL && isConstructed && tag !== TAG.sequence && tag !== TAG.set)
    return undefined;

  if (isConstructed) return areMembersDer(bytes, header, depth) ? contentEnd : undefined;
  if (tagClass === CLASS_UNIVERSAL && !isPrimitiveDer(tag, bytes.subarray(contentStart, contentEnd)))
    return undefined;
  return contentEnd;
}

function areMembersDer(
  bytes: Uint8Array,
  { tag, contentStart, contentEnd }: DerHeader,
  depth: number,
): boolean {
  let before: Uint8Array | undefined;
  for (let at = contentStart; at < contentEnd; ) {
    const end = valueEnd(bytes, at, contentEnd, depth + 1);
    if (end === undefined) return false;
    if (tag === TAG.set) {
      const member = bytes.subarray(at, end);
      if (before !== undefined && compare(before, member) > 0) return false;
      before = member;
    }
    at = end;
  }
  return true;
}

/** X.690, 11.6: the members of a SET OF stand in ascending order of their encodings. */
function compare(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function isPrimitiveDer(tag: number, content: Uint8Array): boolean {
  switch (tag) {
    case TAG.boolean:
      // X.690, 11.1 and 11.5: every BOOLEAN of RFC 5280 and RFC 6960 is DEFAULT FALSE, and defaults are not written.
      return content.length === 1 && content[0] === 0xff;
    case TAG.integer:
    case TAG.enumerated:
      return isShortestInteger(content);
    case TAG.bitString:
      return isBitString(content);
    case TAG.octetString:
      return true;
    case TAG.null:
      return content.length === 0;
    case TAG.objectIdentifier:
      return isObjectIdentifier(content);
    case TAG.utf8String:
      return isUtf8(content);
    case TAG.printableString:
      return content.every((byte) => PRINTABLE.has(byte));
    case TAG.ia5String:
      return content.every((byte) => byte < 0x80);
    case TAG.utcTime:
    case TAG.generalizedTime:
      return readTime(tag, content) !== undefined;
    default:
      return false;
  }
}

function isShortestInteger(content: Uint8Array): boolean {
  const [first, second] = content;
  if (first === undefined) return false;
  if (second === undefined) return true;
  const isStretchedPositive = first === 0x00 && second < 0x80;
  const isStretchedNegative = first === 0xff && second >= 0x80;
  return !isStretchedPositive && !isStretchedNegative;
}

/** X.690, 11.2.1: unused bits are zero. */
function isBitString(content: Uint8Array): boolean {
  const unused = content[0];
  if (unused === undefined || unused > 7) return false;
  if (content.length === 1) return unused === 0;
  return ((content[content.length - 1] as number) & ((1 << unused) - 1)) === 0;
}

/** X.690, 8.19.2: no arc begins with a padding octet, the last arc ends. */
function isObjectIdentifier(content: Uint8Array): boolean {
  if (content.length === 0 || (content[content.length - 1] as number) >= 0x80) return false;
  return content.every((byte, i) => byte !== 0x80 || (content[i - 1] ?? 0) >= 0x80);
}

function isUtf8(content: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}

const PRINTABLE = new Set(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?"].map((c) =>
    c.charCodeAt(0),
  ),
);
