import type { OperatorKiosk, OperatorKiosks, OperatorKiosksQuery } from '@kaijo/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../database/index.ts';
import {
  healthOf,
  isSilent,
  lastReports,
  type ReportColumns,
  silentAt,
  troubledAt,
} from '../kiosk-fleet/index.ts';
import { type KioskColumns, kioskColumns } from '../kiosk-trust/index.ts';
import { type PlaceColumns, placeColumns } from '../stores/index.ts';

const DEFAULT_LIMIT = 100;

/**
 * Kiosks a page at a time, by their ids, with the counts of all of them: there may be one in each of 50,000 stores.
 * The database decides which ones are wanted, so that no page is made of everything.
 */
export async function listOperatorKiosks(
  db: Connection,
  { only, search = '', after, limit: asked }: OperatorKiosksQuery,
  now: Date,
): Promise<OperatorKiosks> {
  const limit = Number(asked ?? DEFAULT_LIMIT);
  const wanted = [
    ...(only === 'silent' ? [silentAt(now)] : []),
    ...(only === 'troubled' ? [troubledAt(now)] : []),
    ...(search.trim() === '' ? [] : [foundBy(search.trim())]),
    ...(after === undefined ? [] : [sql`kiosk.id > ${after}`]),
  ];
  const { rows } = await sql<Row>`
    select kiosk.*, place.store_name, place.chain_name, place.prefecture,
      report.heard_at, report.version, report.reader, report.printer, report.clock_offset_ms, report.pending_proofs
    from (${kioskColumns}) as kiosk
      left join (${lastReports}) as report on report.kiosk = kiosk.id
      left join (${placeColumns}) as place on place.store = kiosk.store
    where ${sql.join([sql`true`, ...wanted], sql` and `)}
    order by kiosk.id limit ${limit + 1}`.execute(db);
  const kiosks = rows.slice(0, limit).map((row) => shown(row, now));
  const last = kiosks.at(-1);
  return {
    kiosks,
    counts: await countKiosks(db, now),
    ...(rows.length > limit && last && { next: last.kiosk }),
  };
}

async function countKiosks(db: Connection, now: Date): Promise<OperatorKiosks['counts']> {
  const count = (that: RawBuilder<unknown>) => sql`cast(count(case when ${that} then 1 end) as integer)`;
  const { rows } = await sql<OperatorKiosks['counts']>`
    select ${count(sql`kiosk.revoked_at is null`)} as active, ${count(silentAt(now))} as silent,
      ${count(troubledAt(now))} as troubled
    from (${kioskColumns}) as kiosk left join (${lastReports}) as report on report.kiosk = kiosk.id`.execute(
    db,
  );
  return rows[0] as OperatorKiosks['counts'];
}

/** The beginning of the kiosk's or the store's id, or a part of what names its place. */
function foundBy(text: string): RawBuilder<boolean> {
  const literal = text.normalize('NFKC').replaceAll(/[\\%_]/g, (one) => `\\${one}`);
  const within = `%${literal}%`;
  const id = `${literal.toLowerCase()}%`;
  return sql<boolean>`(place.store_name like ${within} or place.chain_name like ${within}
    or place.full_address like ${within}
    or cast(kiosk.id as text) like ${id} or cast(kiosk.store as text) like ${id})`;
}

type OrNull<T> = { readonly [C in keyof T]: T[C] | null };
type Row = KioskColumns & OrNull<PlaceColumns> & OrNull<ReportColumns>;

function shown(row: Row, now: Date): OperatorKiosk {
  const { id, store, enrolled_at: enrolledAt, revoked_at: revokedAt } = row;
  const report = row.heard_at === null ? undefined : (row as KioskColumns & ReportColumns);
  return {
    kiosk: id,
    store,
    ...(row.store_name !== null && { storeName: row.store_name }),
    ...(row.chain_name !== null && { chain: row.chain_name }),
    ...(row.prefecture !== null && { prefecture: row.prefecture }),
    silent: isSilent(
      { enrolledAt, ...(revokedAt && { revokedAt }), ...(report && { heardAt: report.heard_at }) },
      now,
    ),
    enrolledAt: enrolledAt.toISOString(),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
    ...(report && { health: healthOf(report) }),
  };
}
