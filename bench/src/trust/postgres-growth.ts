import { findPostgres, freshDatabase, startPostgres } from '@kaijo/postgres-server';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { inFreshFolder } from '../core/installation.ts';
import type { Db } from '../core/service-here.ts';
import { asTablesGrow, storeReservations } from '../core/stored-reservations.ts';
import type { Report } from '../report.ts';

const SIZES = [1_000, 100_000, 1_000_000] as const;
/** A visit leaves about ten entries behind. */
const ENTRIES_EACH = 10;
/** Beyond the places that the service gives while it is measured. */
const FIRST_PLACE = 1_000_000_000;
const BATCH = 250_000;

/** The time of a completion on PostgreSQL up to a million reservations and ten million audit entries. */
export async function postgresGrowth(): Promise<Report> {
  const programs = await findPostgres();
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  await using server = await startPostgres({ programs, durable: true });
  const DATABASE_URL = await freshDatabase(programs, server.url);
  // Its own connections: the service gives up a statement after 10 s.
  const filling: Db = new Kysely({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: DATABASE_URL }) }),
  });
  await using _ = { [Symbol.asyncDispose]: () => filling.destroy() };
  return await inFreshFolder((folder) =>
    asTablesGrow(folder, {
      title: 'Time of one completion as reservations and audit entries pile up (PostgreSQL, one at a time)',
      settings: { DATABASE_URL },
      steps: SIZES.map((size, index) => ({
        what: `${size.toLocaleString('en')} reservations, ${(ENTRIES_EACH * size).toLocaleString('en')} audit entries`,
        fill: async (_, now) => {
          const from = SIZES[index - 1] ?? 0;
          await storeReservations(filling, { from, to: size, now });
          await storeAuditEntries(filling, { from: ENTRIES_EACH * from, to: ENTRIES_EACH * size, now });
        },
      })),
    }),
  );
}

/** Sealed ones, as all but those of the last second are. */
async function storeAuditEntries(
  db: Db,
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: Date },
): Promise<void> {
  for (let start = from; start < to; start += BATCH) {
    const end = Math.min(start + BATCH, to);
    await sql`
      insert into audit_entry (id, at, kind, subjects, data, leaf_index)
      select gen_random_uuid(), ${now}::timestamptz - interval '30 days', 'kiosk-session.authorised',
        '{"card":"' || md5('card' || n) || md5('ref' || n) || '","kiosk":"' || gen_random_uuid() || '","kioskSession":"'
          || gen_random_uuid() || '","reservation":"' || gen_random_uuid() || '"}',
        '{"finishBy":"2026-03-02T14:00:00.000Z","targetPin":"auth"}',
        ${FIRST_PLACE}::int8 + n
      from generate_series(${start}::int, ${end - 1}::int) as n`.execute(db);
  }
  await sql`vacuum analyze audit_entry`.execute(db);
  await sql`checkpoint`.execute(db);
}
