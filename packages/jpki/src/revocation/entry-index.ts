import { setImmediate } from 'node:timers/promises';
import { readHeader } from '../der/strict-der.ts';
import { type CrlEntry, readCrlEntry } from './crl-entry.ts';
import { PlainEntries } from './plain-entries.ts';

/**
 * What one turn of the event loop may spend on a list: a plain entry costs one, any other what it takes longer.
 * Two thousand are about a millisecond, ten where the code has not been compiled yet.
 */
const TURN = 2_000;
const OTHER_ENTRY = 50;

/**
 * The entries of a revocation list, found by their serials without an object for each: a hash table of where they
 * begin in the list's own bytes, at most 16 bytes an entry. A million entries are checked and entered in turns of the event
 * loop, so that nobody else waits for them.
 */
export class EntryIndex {
  /** The contents of revokedCertificates. */
  readonly #bytes: Uint8Array;
  /** Offset + 1 at the first free place after the serial's own, 0 where nothing is. */
  readonly #table: Uint32Array;

  private constructor(bytes: Uint8Array, table: Uint32Array) {
    this.#bytes = bytes;
    this.#table = table;
  }

  /**
   * @param bytes contents of revokedCertificates, of a list whose signature has been verified; must not change
   * @returns `undefined` when one entry is not understood: then the list cannot be used for any certificate (RFC 5280, 5.3)
   */
  static async of(bytes: Uint8Array): Promise<EntryIndex | undefined> {
    const count = await countEntries(bytes);
    if (count === undefined) return undefined;
    const index = new EntryIndex(bytes, await emptyTable(tableSize(count)));
    let left = TURN;
    for (let at = 0; at < bytes.length; ) {
      at = index.#enter(at);
      if (--left > 0) continue;
      left = TURN;
      await setImmediate();
    }
    return index;
  }

  /** @param serial unsigned, without a leading zero. The last of several entries counts. */
  find(serial: Uint8Array): CrlEntry | undefined {
    if (this.#table.length === 0) return undefined;
    const place = this.#placeOf(serial, 0, serial.length);
    const entry = this.#table[place] as number;
    return entry === 0 ? undefined : this.#entryAt(entry - 1);
  }

  /** @returns where the next entry begins */
  #enter(at: number): number {
    const { start, end, entryEnd } = serialAt(this.#bytes, at);
    this.#table[this.#placeOf(this.#bytes, start, end)] = at + 1;
    return entryEnd;
  }

  /** Where the serial is, or the free place where it would be: there always is one. */
  #placeOf(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#table.length - 1;
    for (let place = hashOf(bytes, start, end) & mask; ; place = (place + 1) & mask) {
      const entry = this.#table[place] as number;
      if (entry === 0 || this.#hasSerial(entry - 1, bytes, start, end)) return place;
    }
  }

  #hasSerial(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    const own = serialAt(this.#bytes, at);
    if (own.end - own.start !== end - start) return false;
    for (let i = 0; i < end - start; i++) if (this.#bytes[own.start + i] !== bytes[start + i]) return false;
    return true;
  }

  #entryAt(at: number): CrlEntry | undefined {
    return readCrlEntry(this.#bytes.subarray(at, serialAt(this.#bytes, at).entryEnd));
  }
}

/** How many entries there are, `undefined` when one is not understood. */
async function countEntries(bytes: Uint8Array): Promise<number | undefined> {
  const plain = new PlainEntries(bytes);
  let count = 0;
  let left = TURN;
  for (let at = 0; at < bytes.length; count++) {
    let end = plain.endOf(at);
    left--;
    if (end === undefined) {
      left -= OTHER_ENTRY;
      end = readHeader(bytes, at, bytes.length)?.contentEnd;
      if (end === undefined || readCrlEntry(bytes.subarray(at, end)) === undefined) return undefined;
      plain.learn(at);
    }
    at = end;
    if (left > 0) continue;
    left = TURN;
    await setImmediate();
  }
  return count;
}

const PIECE = 32 * 1024;

/** The system hands out memory at its first touch, and entries touch all of a table in the first turn. */
async function emptyTable(size: number): Promise<Uint32Array> {
  const table = new Uint32Array(size);
  for (let at = PIECE; at < size; at += PIECE) {
    table.fill(0, at, at + PIECE);
    await setImmediate();
  }
  return table;
}

/** A power of two that leaves half of the places free. */
function tableSize(count: number): number {
  return count === 0 ? 0 : 2 ** Math.ceil(Math.log2(2 * count));
}

/** The serial, without a leading zero, of the checked entry that begins at `at`. */
function serialAt(bytes: Uint8Array, at: number): { start: number; end: number; entryEnd: number } {
  const entry = readHeader(bytes, at, bytes.length);
  const serial = entry && readHeader(bytes, entry.contentStart, entry.contentEnd);
  if (entry === undefined || serial === undefined) throw new Error('an entry that has not been checked');
  const start = bytes[serial.contentStart] === 0 ? serial.contentStart + 1 : serial.contentStart;
  return { start, end: serial.contentEnd, entryEnd: entry.contentEnd };
}

/** FNV-1a. The authority has chosen the serials: nobody else can have them fall together. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  // The low bits of FNV alone spread less.
  return (hash ^ (hash >>> 15)) >>> 0;
}
