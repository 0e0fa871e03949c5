import { leafHash } from '../tree/hashing.ts';

/** An entry as text. `subjects` and `data` are JSON and stand as they were hashed. */
export interface EntryText {
  readonly id: string;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
  readonly kind: string;
  readonly subjects: string;
  readonly data: string;
}

/**
 * The bytes of an entry's leaf: everything that it says, as a JSON object in one spelling (RFC 8785: members sorted, no
 * blanks, strings as ECMAScript writes them).
 */
export function leafBytes({ id, at, kind, subjects, data }: EntryText): Uint8Array {
  return Buffer.from(JSON.stringify({ at, data, id, kind, subjects }), 'utf8');
}

export function entryHash(entry: EntryText): Uint8Array {
  return leafHash(leafBytes(entry));
}
