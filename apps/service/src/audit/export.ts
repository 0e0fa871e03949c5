import {
  type ExportLine,
  formatExportLine,
  formatSignedNote,
  parseCheckpoint,
  verifierKey,
} from '@kaijo/audit-log';
import { type Selectable, sql } from 'kysely';
import type { Connection } from '../database/index.ts';
import type { KeyStore } from '../keys/index.ts';
import { type StoredEntry, textOf } from './stored-entry.ts';
import type { AuditHeadTable } from './tables.ts';

/** Entries in one page, but for the last batch that it begins. */
const ENTRIES_IN_A_PAGE = 2_000;
const HEADS_IN_A_PAGE = 500;
/** One is enough to show that something is wrong. */
const STRAYS = 20;

export interface ExportPage {
  /** Lines of an export (packages/audit-log), one behind the other over all pages. */
  readonly lines: readonly string[];
  /** Where the next page begins; absent on the last. */
  readonly next?: { readonly from: number; readonly size: number };
}

/**
 * A piece of the log as an export. `from`: where the page before ended; `size`: how far the export goes, which the first
 * page decides. It shows what the tables hold, without judging it: that is for whoever verifies the export.
 */
export async function exportAudit(
  db: Connection,
  keys: Pick<KeyStore, 'auditPublicKey'>,
  of: { readonly from: number; readonly size?: number },
): Promise<ExportPage> {
  const lines: ExportLine[] = [];
  const last = await lastCheckpoint(db);
  const size = of.size ?? last.size;
  if (of.from === 0) lines.push({ kind: 'start', origin: last.origin, size });
  const ownKey = await keys.auditPublicKey();
  let from = of.from;
  let entries = 0;
  for (const head of await headsAfter(db, from, size)) {
    if (entries >= ENTRIES_IN_A_PAGE) return { lines: lines.map(formatExportLine), next: { from, size } };
    const batch = await entriesBetween(db, head.after_size, head.size);
    lines.push(headLine(head, ownKey), ...batch);
    entries += batch.length;
    from = head.size;
  }
  if (from < size && from > of.from) return { lines: lines.map(formatExportLine), next: { from, size } };
  lines.push(...(await strayEntries(db)), { kind: 'end', size, unsealed: await countUnsealed(db) });
  return { lines: lines.map(formatExportLine) };
}

/** All pages. */
export async function* exportLines(
  db: Connection,
  keys: Pick<KeyStore, 'auditPublicKey'>,
): AsyncGenerator<string> {
  let next: ExportPage['next'] | { readonly from: 0 } = { from: 0 };
  while (next !== undefined) {
    const page: ExportPage = await exportAudit(db, keys, next);
    yield* page.lines;
    next = page.next;
  }
}

async function lastCheckpoint(db: Connection): Promise<{ readonly origin: string; readonly size: number }> {
  const row = await db
    .selectFrom('audit_head')
    .select(['size', 'checkpoint'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { origin: (row && parseCheckpoint(row.checkpoint)?.origin) ?? '', size: row?.size ?? 0 };
}

function headsAfter(db: Connection, from: number, size: number) {
  return db
    .selectFrom('audit_head')
    .selectAll()
    .where('after_size', '>=', from)
    .where('after_size', '<', size)
    .orderBy('after_size')
    .limit(HEADS_IN_A_PAGE)
    .execute();
}

/** `ownKey` for heads of the time when there was one key only, and a head did not name it. */
function headLine(head: Selectable<AuditHeadTable>, ownKey: Uint8Array): ExportLine {
  const { checkpoint: text, signature, public_key, leaf_hashes } = head;
  const name = text.split('\n', 1)[0] as string;
  const { id: keyId } = verifierKey(name, public_key ?? ownKey);
  return {
    kind: 'head',
    note: formatSignedNote({ text, signatures: [{ name, keyId, signature }] }),
    ...(leaf_hashes && { leaves: Buffer.from(leaf_hashes).toString('base64') }),
  };
}

async function entriesBetween(db: Connection, from: number, to: number): Promise<ExportLine[]> {
  const rows = await placedEntries(db)
    .where('leaf_index', '>=', from)
    .where('leaf_index', '<', to)
    .orderBy('leaf_index')
    .execute();
  return rows.map(entryLine);
}

/** Entries with a place that no head gave them. One statement: a head that is sealed meanwhile brings its entries along. */
async function strayEntries(db: Connection): Promise<ExportLine[]> {
  const rows = await placedEntries(db)
    .where((where) =>
      where.or([
        where('leaf_index', '<', 0),
        where('leaf_index', '>=', sql<number>`(select coalesce(max(size), 0) from audit_head)`),
      ]),
    )
    .orderBy('leaf_index')
    .limit(STRAYS)
    .execute();
  return rows.map(entryLine);
}

function placedEntries(db: Connection) {
  return db.selectFrom('audit_entry').select(['leaf_index', 'id', 'at', 'kind', 'subjects', 'data']);
}

function entryLine(row: StoredEntry & { readonly leaf_index: number | null }): ExportLine {
  return { kind: 'entry', entry: { index: row.leaf_index as number, ...textOf(row) } };
}

async function countUnsealed(db: Connection): Promise<number> {
  const { count } = await db
    .selectFrom('audit_entry')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('leaf_index', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
