import { TAG } from '../der/tag.ts';

/** Tag, length and "YYMMDDhhmmssZ". */
const TIME_BYTES = 15;
const KNOWN_MAX = 16;
const ZERO = 0x30;
const Z = 0x5a;

/**
 * Tells without an object for each which entries of a revocation list are of the form that nearly all have, and in
 * order: a serial, a time in UTC, and extensions that an earlier entry had, byte for byte. It knows nothing that
 * `readCrlEntry` would not say, and leaves to it whatever it does not know.
 */
export class PlainEntries {
  readonly #bytes: Uint8Array;
  /** Extensions of entries that were in order; most lists have one encoding for each reason. */
  readonly #known: Uint8Array[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Where the entry at `at` ends, `undefined` when it is not a plain one. */
  endOf(at: number): number | undefined {
    const timeEnd = this.#timeEnd(at);
    if (timeEnd === undefined) return undefined;
    const end = this.#endAsWritten(at);
    return timeEnd === end || this.#isKnown(timeEnd, end) ? end : undefined;
  }

  /** Takes note of the extensions of the entry at `at`, which has been read and is in order. */
  learn(at: number): void {
    const timeEnd = this.#timeEnd(at);
    if (timeEnd !== undefined && this.#known.length < KNOWN_MAX)
      this.#known.push(this.#bytes.subarray(timeEnd, this.#endAsWritten(at)));
  }

  #endAsWritten(at: number): number {
    return at + 2 + (this.#bytes[at + 1] as number);
  }

  /** Where the time ends, and the extensions begin, of an entry that is plain up to there. */
  #timeEnd(at: number): number | undefined {
    const bytes = this.#bytes;
    const end = this.#endAsWritten(at);
    const isShort = (bytes[at + 1] as number) < 0x80 && end <= bytes.length;
    if (bytes[at] !== TAG.sequence || !isShort) return undefined;
    const timeStart = endOfSerial(bytes, at + 2);
    const timeEnd = timeStart + TIME_BYTES;
    return timeEnd <= end && isPlainTime(bytes, timeStart) ? timeEnd : undefined;
  }

  #isKnown(start: number, end: number): boolean {
    for (const known of this.#known) if (isSame(known, this.#bytes, start, end)) return true;
    return false;
  }
}

/** Of a positive INTEGER in its shortest form; NaN for any other. */
function endOfSerial(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1] as number;
  const first = bytes[at + 2] as number;
  const isPositive = first > 0 ? first < 0x80 : length > 1 && (bytes[at + 3] as number) >= 0x80;
  return bytes[at] === TAG.integer && length > 0 && length < 0x80 && isPositive
    ? at + 2 + length
    : Number.NaN;
}

/** Without the 29th of February. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A UTCTime (X.690, 11.8) of a day that every year has. */
function isPlainTime(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== TAG.utcTime || bytes[at + 1] !== TIME_BYTES - 2 || bytes[at + 14] !== Z) return false;
  const month = twoDigits(bytes, at + 4);
  const day = twoDigits(bytes, at + 6);
  return (
    twoDigits(bytes, at + 2) >= 0 &&
    day >= 1 &&
    day <= (DAYS[month - 1] ?? 0) &&
    isUpTo(23, twoDigits(bytes, at + 8)) &&
    isUpTo(59, twoDigits(bytes, at + 10)) &&
    isUpTo(59, twoDigits(bytes, at + 12))
  );
}

function isUpTo(high: number, value: number): boolean {
  return value >= 0 && value <= high;
}

/** NaN for anything but two digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return isUpTo(9, tens) && isUpTo(9, ones) ? 10 * tens + ones : Number.NaN;
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[start + i]) return false;
  return true;
}
