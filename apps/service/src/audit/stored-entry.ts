import type { EntryText } from '@kaijo/audit-log';

/** An entry as it stands in its row. */
export interface StoredEntry {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly subjects: string;
  readonly data: string;
}

/** Every column that says something, as the leaf has it. */
export function textOf({ id, at, kind, subjects, data }: StoredEntry): EntryText {
  return { id, at: at.toISOString(), kind, subjects, data };
}
