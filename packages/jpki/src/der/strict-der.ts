/**
 * Is `bytes` exactly one value in DER (ITU-T X.690, 10 and 11) as certificates, CRLs and OCSP use it, to the last byte?
 *
 * The ASN.1 library reads BER: long lengths, stretched integers and trailing bytes would pass it, and one meaning
 * would have many encodings. What a signature or a digest covers has one encoding here, so everything is refused
 * that DER would have written otherwise. The contents of OCTET STRINGs and of primitive context tags are not
 * looked into: who decodes an extension's value asks again for that value.
 */
export function isDer(bytes: Uint8Array): boolean {
  const end = valueEnd(bytes, 0, bytes.length, 0);
  return end === bytes.length;
}

const DEPTH_MAX = 24;

const CLASS_MASK = 0xc0;
const CLASS_UNIVERSAL = 0x00;
const CLASS_CONTEXT = 0x80;
const CONSTRUCTED = 0x20;
const TAG_NUMBER_MASK = 0x1f;

const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  objectIdentifier: 6,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  printableString: 19,
  ia5String: 22,
  utcTime: 23,
  generalizedTime: 24,
} as const;

/** Where the value that starts at `start` ends, `undefined` where it is no DER. */
function valueEnd(bytes: Uint8Array, start: number, limit: number, depth: number): number | undefined {
  const header = readHeader(bytes, start, limit);
  if (header === undefined || depth > DEPTH_MAX) return undefined;
  const { identifier, contentStart, contentEnd } = header;
  const isConstructed = (identifier & CONSTRUCTED) !== 0;
  const tagNumber = identifier & TAG_NUMBER_MASK;

  switch (identifier & CLASS_MASK) {
    case CLASS_CONTEXT:
      break;
    case CLASS_UNIVERSAL: {
      const mustBeConstructed = tagNumber === TAG.sequence || tagNumber === TAG.set;
      if (isConstructed !== mustBeConstructed) return undefined;
      if (!isConstructed && !isPrimitiveDer(tagNumber, bytes.subarray(contentStart, contentEnd)))
        return undefined;
      break;
    }
    default:
      return undefined;
  }
  if (isConstructed) {
    const children = childRanges(bytes, contentStart, contentEnd, depth);
    if (children === undefined) return undefined;
    if (identifier === (CONSTRUCTED | TAG.set) && !isAscending(bytes, children)) return undefined;
  }
  return contentEnd;
}

interface Header {
  readonly identifier: number;
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** X.690, 8.1.2 (one identifier octet is enough for every tag of X.509) and 10.1 (shortest definite length). */
function readHeader(bytes: Uint8Array, start: number, limit: number): Header | undefined {
  const identifier = bytes[start];
  const first = bytes[start + 1];
  if (start + 2 > limit || identifier === undefined || first === undefined) return undefined;
  if ((identifier & TAG_NUMBER_MASK) === TAG_NUMBER_MASK) return undefined;
  if (first < 0x80) return headerWithin(identifier, start + 2, first, limit);

  const count = first & 0x7f;
  if (count === 0 || count > 4 || start + 2 + count > limit) return undefined;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + 2 + i] as number);
  const isShortest = bytes[start + 2] !== 0 && length >= 0x80;
  return isShortest ? headerWithin(identifier, start + 2 + count, length, limit) : undefined;
}

function headerWithin(
  identifier: number,
  contentStart: number,
  length: number,
  limit: number,
): Header | undefined {
  const contentEnd = contentStart + length;
  return contentEnd <= limit ? { identifier, contentStart, contentEnd } : undefined;
}

type Range = readonly [start: number, end: number];

function childRanges(bytes: Uint8Array, start: number, end: number, depth: number): Range[] | undefined {
  const ranges: Range[] = [];
  for (let at = start; at < end; ) {
    const next = valueEnd(bytes, at, end, depth + 1);
    if (next === undefined) return undefined;
    ranges.push([at, next]);
    at = next;
  }
  return ranges;
}

/** X.690, 11.6: the members of a SET OF stand in ascending order of their encodings. */
function isAscending(bytes: Uint8Array, ranges: readonly Range[]): boolean {
  return ranges.every((range, i) => {
    const before = ranges[i - 1];
    return before === undefined || compare(bytes.subarray(...before), bytes.subarray(...range)) <= 0;
  });
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function isPrimitiveDer(tagNumber: number, content: Uint8Array): boolean {
  switch (tagNumber) {
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
      return isTime(ascii(content), /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/);
    case TAG.generalizedTime:
      return isTime(ascii(content), /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/);
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

function ascii(content: Uint8Array): string {
  return String.fromCharCode(...content.subarray(0, 20));
}

/** X.690, 11.7 and 11.8 with RFC 5280, 4.1.2.5: to the second, in UTC, and a moment that exists. */
function isTime(text: string, form: RegExp): boolean {
  const parts = form.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return false;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const fullYear = year < 100 ? (year < 50 ? 2000 + year : 1900 + year) : year;
  const moment = new Date(Date.UTC(fullYear, month - 1, day, hour, minute, second));
  return (
    moment.getUTCMonth() === month - 1 &&
    moment.getUTCDate() === day &&
    moment.getUTCHours() === hour &&
    moment.getUTCMinutes() === minute &&
    moment.getUTCSeconds() === second
  );
}
