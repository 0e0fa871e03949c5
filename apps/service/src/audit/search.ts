import type { AuditEntries, AuditQuery, ShownAuditEntry } from '@kaijo/contract';
import type { Migration } from 'kysely';
import { canonicalJson } from '../canonical-json.ts';
import type { Connection } from '../database/index.ts';

const LISTED = 100;

/** By time, with the id as the order of what happened in one millisecond. */
export const indexAuditByTime: Migration = {
  async up(db) {
    await db.schema.createIndex('audit_entry_time').on('audit_entry').columns(['at', 'id']).execute();
  },
};

/**
 * Entries, the newest first, for who looks something up (R39). Whether the log is whole is not answered here: that takes
 * all of it (`verifyAudit`).
 */
export async function searchAudit(db: Connection, query: AuditQuery): Promise<AuditEntries> {
  const limit = query.limit === undefined ? LISTED : Number(query.limit);
  const place = query.after === undefined ? undefined : await placeOf(db, query.after);
  const { kind, subject, from, to } = query;
  const rows = await db
    .selectFrom('audit_entry')
    .select(['id', 'at', 'kind', 'subjects', 'data', 'leaf_index'])
    .$if(kind !== undefined, (all) => {
      const wanted = kind as string;
      return wanted.endsWith('.') ? all.where('kind', 'like', `${wanted}%`) : all.where('kind', '=', wanted);
    })
    // A subject is a whole value: the text is canonical JSON, in which it stands between a colon and the next quote.
    .$if(subject !== undefined, (all) =>
      all.where('subjects', 'like', `%:${canonicalJson(subject as string).replace(/[\\%_]/g, '\\$&')}%`),
    )
    .$if(from !== undefined, (all) => all.where('at', '>=', new Date(from as string)))
    .$if(to !== undefined, (all) => all.where('at', '<', new Date(to as string)))
    .$if(place !== undefined, (all) =>
      all.where(({ eb, and, or }) => {
        const { at, id } = place as NonNullable<typeof place>;
        return or([eb('at', '<', at), and([eb('at', '=', at), eb('id', '<', id)])]);
      }),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return { entries: rows.map(shownEntry), sealed: await sealedSize(db) };
}

async function sealedSize(db: Connection): Promise<number> {
  const head = await db
    .selectFrom('audit_head')
    .select('size')
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return Number(head?.size ?? 0);
}

async function placeOf(db: Connection, id: string) {
  return db.selectFrom('audit_entry').select(['at', 'id']).where('id', '=', id).executeTakeFirst();
}

function shownEntry(row: {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly subjects: string;
  readonly data: string;
  readonly leaf_index: number | null;
}): ShownAuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    subjects: JSON.parse(row.subjects),
    data: JSON.parse(row.data),
    ...(row.leaf_index !== null && { leaf: Number(row.leaf_index) }),
  };
}
