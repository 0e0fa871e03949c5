import { createLog, openDatabaseOf, readConfiguration, startService } from '@kaijo/service';
import { sql } from 'kysely';
import { atMost, type Figure, median, type Report, spread } from '../report.ts';
import {
  completeAtKiosk,
  deskAt,
  inFreshFolder,
  insert,
  lockedCard,
  reserveAuthPin,
  SETTINGS,
  untilNoon,
} from './installation.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000] as const;
const ROUNDS = 25;
const GROWTH = 1.3;

/** The time of a completion while more and more reservations are stored, ended and open ones mixed. */
export async function storedReservations(): Promise<Report> {
  return inFreshFolder(async (folder) => {
    const offset = untilNoon();
    const now = (): Date => new Date(Date.now() + offset);
    const configuration = readConfiguration({ ...SETTINGS, KAIJO_DATA: folder.root });
    const log = createLog('error');
    const database = await openDatabaseOf({ configuration, log });
    const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
    const service = await startService({ configuration, clock: { now }, random, log, database });
    const figures: Figure[] = [];
    const medians: number[] = [];
    let filling = 0;
    try {
      const desk = await deskAt(folder, service.publicUrl);
      const card = await insert(await lockedCard(folder, 'auth', now()));
      let stored = 0;
      for (const size of SIZES) {
        const start = performance.now();
        await fill(database.db, stored, size, now());
        filling += performance.now() - start;
        stored = size;
        const times: number[] = [];
        for (let round = -3; round < ROUNDS; round++) {
          await reserveAuthPin(desk, card);
          const begun = performance.now();
          await completeAtKiosk(desk, card, now);
          if (round >= 0) times.push(performance.now() - begun);
        }
        medians.push(median(times));
        figures.push({ what: `${size.toLocaleString('en')} stored`, value: spread(times, 'ms', 1) });
      }
      await desk.close();
    } finally {
      await service.close();
      await database.close();
    }
    const growth = Math.max(...medians) / (medians[0] ?? Number.NaN);
    return {
      title: 'Time of one completion as reservations pile up (embedded database, one at a time)',
      figures: [...figures, atMost('slowest against the first', growth, GROWTH, '', 2)],
      notes: [`Storing the million took ${Math.round(filling / 1_000)} s.`],
    };
  });
}

type Db = Awaited<ReturnType<typeof openDatabaseOf>>['db'];

/** Nine of ten have ended, as in a service that has run for a while. */
async function fill(db: Db, from: number, to: number, now: Date): Promise<void> {
  const BATCH = 50_000;
  for (let start = from; start < to; start += BATCH) {
    const end = Math.min(start + BATCH, to);
    await sql`
      insert into reservation (id, card_ref, target_pin, token_digest, reserved_at, expires_at, version, state, ended_by, ended_at)
      select gen_random_uuid(), 'bench-' || n, case n % 2 when 0 then 'auth' else 'sign' end,
        decode(md5('token' || n) || md5('more' || n), 'hex'),
        ${now}::timestamptz - interval '1 hour', ${now}::timestamptz + interval '23 hours', 1,
        case n % 10 when 0 then 'open' else 'ended' end,
        case n % 10 when 0 then null else 'cancelled' end,
        case n % 10 when 0 then null else ${now}::timestamptz end
      from generate_series(${start}::int, ${end - 1}::int) as n`.execute(db);
  }
  await sql`analyze`.execute(db);
}
