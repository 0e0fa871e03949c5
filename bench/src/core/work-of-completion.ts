import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import type { VirtualCard } from '@kaijo/virtual-card';
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

export interface WorkOfCompletion {
  /** Rows that it inserts, changes or deletes: counted by the database, not by us. */
  readonly rows: number;
  /** RSA signatures that are verified for it: the holder's, the card's certificate, and what the responders signed. */
  readonly verifications: number;
}

/** What one completion makes the service do; the cards, the kiosk and the issuer in this process only sign. */
export async function workOfCompletion(): Promise<WorkOfCompletion> {
  return inFreshFolder(async (folder) => {
    const offset = untilNoon();
    const now = (): Date => new Date(Date.now() + offset);
    await using service = await serviceHere(folder, now);
    await using desk = await deskAt(folder, service.publicUrl);
    const cards: VirtualCard[] = [];
    for (let i = 0; i < COMPLETIONS; i++) cards.push(await insert(await lockedCard(folder, 'auth', now())));
    for (const card of cards) await reserveAuthPin(desk, card);
    const before = await rowsWritten(service.db);
    const verifications = await countVerifications(async () => {
      for (const card of cards) await completeAtKiosk(desk, card, now);
    });
    const rows = Math.round(((await rowsWritten(service.db)) - before) / COMPLETIONS);
    return { rows, verifications: Math.round(verifications / COMPLETIONS) };
  });
}

/** Calls of Node's `verify` while `work` runs, in whichever module of this process. */
async function countVerifications(work: () => Promise<void>): Promise<number> {
  const { verify } = crypto;
  let calls = 0;
  crypto.verify = ((...of: Parameters<typeof verify>) => {
    calls++;
    return verify(...of);
  }) as typeof verify;
  syncBuiltinESMExports();
  try {
    await work();
    return calls;
  } finally {
    crypto.verify = verify;
    syncBuiltinESMExports();
  }
}

/** With the sealing of the audit log, which follows within a second. */
async function rowsWritten(db: Db): Promise<number> {
  await setTimeout(SEALED_AFTER);
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ written: string }>`
    select sum(n_tup_ins + n_tup_upd + n_tup_del)::text as written from pg_stat_user_tables`.execute(db);
  return Number(rows[0]?.written ?? Number.NaN);
}
