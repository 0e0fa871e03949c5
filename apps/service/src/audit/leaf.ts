import { canonicalJson } from '../canonical-json.ts';
import { leafHash } from './merkle-tree.ts';

/** An entry as it stands in its row. */
export interface StoredEntry {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly subjects: string;
  readonly data: string;
}

/** The leaf of an entry: every column that says something, in one spelling. */
export function hashEntry({ id, at, kind, subjects, data }: StoredEntry): Uint8Array {
  const text = canonicalJson({ id, at: at.toISOString(), kind, subjects, data });
  return leafHash(new TextEncoder().encode(text));
}
