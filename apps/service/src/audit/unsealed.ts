import type { Connection } from '../database/index.ts';

/** Entries that no signed head covers: how many, and since when the oldest waits; for the operator's alerts. */
export async function unsealedAudit(
  db: Connection,
): Promise<{ readonly entries: number; readonly oldest: Date | undefined }> {
  const row = await db
    .selectFrom('audit_entry')
    .select(({ fn }) => [fn.countAll<number>().as('entries'), fn.min('at').as('oldest')])
    .where('leaf_index', 'is', null)
    .executeTakeFirstOrThrow();
  return { entries: Number(row.entries), oldest: row.oldest ?? undefined };
}
