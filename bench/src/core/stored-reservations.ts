import type { DataFolder } from '@kaijo/cli/installation';
import { sql } from 'kysely';
import { atMost, type Figure, median, type Report, spread } from '../report.ts';
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
import { stopwatch } from './stopwatch.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000] as const;
const ROUNDS = 25;
/** Until the code is compiled: else the first size is the slowest, and hides that later ones grow. */
const WARMING_UP = 60;
const GROWTH = 1.3;

/** The time of a completion while more and more reservations are stored, ended and open ones mixed. */
export function storedReservations(): Promise<Report> {
  return inFreshFolder((folder) =>
    asTablesGrow(folder, {
      title: 'Time of one completion as reservations pile up (embedded database, one at a time)',
      steps: SIZES.map((size, index) => ({
        what: `${size.toLocaleString('en')} stored`,
        fill: (db, now) => storeReservations(db, { from: SIZES[index - 1] ?? 0, to: size, now }),
      })),
    }),
  );
}

interface Step {
  readonly what: string;
  fill(db: Db, now: Date): Promise<void>;
}

/** Completions one at a time, before the service's tables grow from step to step. */
export async function asTablesGrow(
  folder: DataFolder,
  of: {
    readonly title: string;
    readonly steps: readonly Step[];
    /** Further settings of the service, as another database. */
    readonly settings?: Readonly<Record<string, string>>;
  },
): Promise<Report> {
  const offset = untilNoon();
  const now = (): Date => new Date(Date.now() + offset);
  await using service = await serviceHere(folder, now, of.settings);
  const waiting = stopwatch();
  await using desk = await deskAt(folder, service.publicUrl, waiting.around);
  const card = await insert(await lockedCard(folder, 'auth', now()));
  const figures: Figure[] = [];
  const medians: number[] = [];
  let filling = 0;
  const complete = async (): Promise<number> => {
    await reserveAuthPin(desk, card);
    waiting.reset();
    await completeAtKiosk(desk, card, now);
    return waiting.times().reduce((sum, time) => sum + time, 0);
  };
  for (let round = 0; round < WARMING_UP; round++) await complete();
  for (const { what, fill } of of.steps) {
    const start = performance.now();
    await fill(service.db, now());
    filling += performance.now() - start;
    const times: number[] = [];
    for (let round = -3; round < ROUNDS; round++) {
      const time = await complete();
      if (round >= 0) times.push(time);
    }
    medians.push(median(times));
    figures.push({ what, value: spread(times, 'ms', 1) });
  }
  return {
    title: of.title,
    figures: [
      ...figures,
      atMost('most that it grew from one size to a larger one', growthOf(medians), GROWTH, '', 2),
    ],
    notes: [
      'The time of the three requests, without the card’s. One in ten of the stored reservations is open.',
      `Filling the tables took ${Math.round(filling / 1_000)} s.`,
    ],
  };
}

function growthOf(medians: readonly number[]): number {
  return Math.max(...medians.map((later, index) => later / Math.min(...medians.slice(0, index + 1))));
}

const BATCH = 50_000;

/** Nine of ten have ended, as in a service that has run for a while. */
export async function storeReservations(
  db: Db,
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: Date },
): Promise<void> {
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
  // What the bulk has left to write is not the completions' to pay for.
  await sql`vacuum analyze reservation`.execute(db);
  await sql`checkpoint`.execute(db);
}
