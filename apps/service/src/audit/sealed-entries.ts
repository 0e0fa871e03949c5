import type { Connection } from '../database/index.ts';

/** An entry that is under a signed head, in the order of the tree. */
export interface SealedEntry {
  readonly leafIndex: number;
  readonly at: Date;
  readonly kind: string;
  readonly subjects: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Sealed entries from a place in the tree on: each has one place for good, so that a reader knows where it goes on. */
export async function sealedEntries(
  db: Connection,
  of: { readonly from: number; readonly limit: number },
): Promise<readonly SealedEntry[]> {
  const rows = await db
    .selectFrom('audit_entry')
    .select(['leaf_index', 'at', 'kind', 'subjects', 'data'])
    .where('leaf_index', '>=', of.from)
    .orderBy('leaf_index')
    .limit(of.limit)
    .execute();
  return rows.map(({ leaf_index, at, kind, subjects, data }) => ({
    leafIndex: Number(leaf_index),
    at,
    kind,
    subjects: JSON.parse(subjects),
    data: JSON.parse(data),
  }));
}
