import { connectOperator } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES, type StatisticsBy } from '@kaijo/contract';
import { sql } from 'kysely';
import { inFreshFolder } from '../core/installation.ts';
import { type Db, serviceHere } from '../core/service-here.ts';
import { atMost, type Figure, median, type Report, spread } from '../report.ts';

const EVENTS = 1_000_000;
const DAYS = 30;
const ROUNDS = 15;
const FIRST_DAY = new Date('2026-03-01T00:00:00+09:00');
const DAY_MS = 86_400_000;
const PERIOD = {
  from: FIRST_DAY.toISOString(),
  to: new Date(FIRST_DAY.getTime() + DAYS * DAY_MS).toISOString(),
};

/** The operator's dashboard of a month in which a million things happened. */
export async function dashboards(): Promise<Report> {
  return inFreshFolder(async (folder) => {
    await using service = await serviceHere(folder, () => new Date());
    const rows = await fill(service.db);
    const operator = await connectOperator(folder);
    const figures: Figure[] = [];
    try {
      for (const by of [undefined, 'day', 'chain', 'prefecture'] as const) {
        const name = by === undefined ? 'totals' : `by ${by}`;
        const ours = await timed(() =>
          operator.call(OPERATOR_ROUTES.showStatistics, { query: { ...PERIOD, ...(by && { by }) } }),
        );
        const before = await timed(() => readHours(service.db, by));
        figures.push(
          atMost(`${name}: answer of the service`, median(ours), 300, 'ms', 1),
          { what: `${name}: spread`, value: spread(ours, 'ms', 1) },
          {
            what: `${name}: the same from the counts by the hour, query alone`,
            value: spread(before, 'ms', 1),
          },
        );
      }
    } finally {
      await operator.close();
    }
    return {
      title: `Dashboards over ${EVENTS.toLocaleString('en')} events in ${DAYS} days (embedded database)`,
      figures,
      notes: [
        `The events are spread over hours, 9 chains and 47 prefectures: ${rows.toLocaleString('en')} counts by the hour.`,
        'The page asks for the four one after the other.',
      ],
    };
  });
}

async function timed(work: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = -2; round < ROUNDS; round++) {
    const start = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - start);
  }
  return times;
}

/** How it was answered before there were roll-ups. */
async function readHours(db: Db, by: Exclude<StatisticsBy, 'hour'> | undefined): Promise<void> {
  const column = by === undefined ? sql`''` : by === 'day' ? sql`hour` : sql.ref(by);
  await sql`
    select event, pin, problem, ${column} as of, sum(count) as count from statistic_hour
    where hour >= ${PERIOD.from}::timestamptz and hour < ${PERIOD.to}::timestamptz group by 1, 2, 3, 4 order by 1, 2, 3`.execute(
    db,
  );
}

/** The events as they are counted, and added up as the migration adds up what was there before. @returns the number of counts */
async function fill(db: Db): Promise<number> {
  await sql`
    insert into statistic_hour (hour, event, pin, problem, chain, prefecture, count)
    select ${FIRST_DAY}::timestamptz + make_interval(hours => n % ${DAYS * 24}::int),
      'kiosk-session.step-' || (n / 7 % 12), case n % 2 when 0 then 'sign' else 'auth' end, 'problem-' || (n / 11 % 3),
      'chain-' || (n / 13 % 9), 'prefecture-' || (n / 17 % 47), count(*)
    from generate_series(1, ${EVENTS}::int) as n group by 1, 2, 3, 4, 5, 6`.execute(db);
  for (const [span, starts, dimension, of] of [
    ['hour', sql`hour`, 'all', sql`''`],
    ['day', DAY, 'all', sql`''`],
    ['day', DAY, 'chain', sql`chain`],
    ['day', DAY, 'prefecture', sql`prefecture`],
  ] as const)
    await sql`
      insert into statistic_rollup (span, starts, dimension, "of", event, pin, problem, count)
      select ${sql.lit(span)}, ${starts}, ${sql.lit(dimension)}, ${of}, event, pin, problem, sum(count)
      from statistic_hour group by 2, 4, event, pin, problem`.execute(db);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from statistic_hour`.execute(db);
  return rows[0]?.n ?? 0;
}

const DAY = sql`date_trunc('day', hour at time zone 'Asia/Tokyo') at time zone 'Asia/Tokyo'`;
