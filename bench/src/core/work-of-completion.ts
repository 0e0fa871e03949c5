import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import {
  completeAtKiosk,
  deskAt,
  inFreshFolder,
  insert,
  lockedCard,
  reserveAuthPin,
  untilNoon,
} from './installation.ts';
import { type Db, serviceHere } from './service-here.ts';

const COMPLETIONS = 10;
/** Milliseconds. */
const SEALED_AFTER = 1_500;

/** Rows that one completion inserts, changes or deletes: counted by the database, not by us. */
export async function rowsWrittenByCompletion(): Promise<number> {
  return inFreshFolder(async (folder) => {
    const offset = untilNoon();
    const now = (): Date => new Date(Date.now() + offset);
    await using service = await serviceHere(folder, now);
    await using desk = await deskAt(folder, service.publicUrl);
    const cards = [];
    for (let i = 0; i < COMPLETIONS; i++) cards.push(await insert(await lockedCard(folder, 'auth', now())));
    for (const card of cards) await reserveAuthPin(desk, card);
    const before = await rowsWritten(service.db);
    for (const card of cards) await completeAtKiosk(desk, card, now);
    return Math.round(((await rowsWritten(service.db)) - before) / COMPLETIONS);
  });
}

/** With the sealing of the audit log, which follows within a second. */
async function rowsWritten(db: Db): Promise<number> {
  await setTimeout(SEALED_AFTER);
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ written: string }>`
    select sum(n_tup_ins + n_tup_upd + n_tup_del)::text as written from pg_stat_user_tables`.execute(db);
  return Number(rows[0]?.written ?? Number.NaN);
}
