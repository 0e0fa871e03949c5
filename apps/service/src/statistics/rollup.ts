import type { StatisticsBy } from '@kaijo/contract';
import { type Insertable, type Migration, sql } from 'kysely';
import type { Connection, Fixed, Transaction } from '../database/index.ts';
import { jstDay, jstMidnight } from '../opening/index.ts';
import type { Counted } from './rules.ts';

/**
 * The same counts added up beforehand, as dashboards ask for them: a month of the country is some thousand rows here
 * and some hundred thousand by the hour, chain and prefecture. Each row of `statistic_hour` is in four of them.
 */
export interface StatisticRollupTable {
  span: Fixed<'hour' | 'day'>;
  /** The hour, or midnight in Japan. */
  starts: Fixed<Date>;
  dimension: Fixed<'all' | 'chain' | 'prefecture'>;
  /** The chain or the prefecture; '' for all together and where no store takes part. */
  of: Fixed<string>;
  event: Fixed<string>;
  pin: Fixed<string>;
  problem: Fixed<string>;
  count: number;
}

const KEY = ['span', 'dimension', 'starts', 'of', 'event', 'pin', 'problem'] as const;

export interface PlacedCount extends Counted {
  readonly hour: Date;
  readonly chain: string;
  readonly prefecture: string;
  readonly count: number;
}

type Rollup = Insertable<StatisticRollupTable>;

/** What a count adds to. */
export function rollupsOf({ hour, chain, prefecture, ...counted }: PlacedCount): readonly Rollup[] {
  const day = jstMidnight(hour);
  return [
    { span: 'hour', starts: hour, dimension: 'all', of: '', ...counted },
    { span: 'day', starts: day, dimension: 'all', of: '', ...counted },
    { span: 'day', starts: day, dimension: 'chain', of: chain, ...counted },
    { span: 'day', starts: day, dimension: 'prefecture', of: prefecture, ...counted },
  ];
}

/** Adds the counts of one batch. */
export async function addToRollups(tx: Transaction, counts: Iterable<PlacedCount>): Promise<void> {
  const sums = new Map<string, Rollup>();
  for (const one of [...counts].flatMap(rollupsOf)) {
    const key = JSON.stringify(KEY.map((column) => one[column]));
    const before = sums.get(key);
    sums.set(key, before === undefined ? one : { ...before, count: before.count + one.count });
  }
  for (const values of sums.values())
    await tx
      .insertInto('statistic_rollup')
      .values(values)
      .onConflict((conflict) =>
        conflict.columns([...KEY]).doUpdateSet(({ ref, eb }) => ({
          count: eb(ref('statistic_rollup.count'), '+', ref('excluded.count')),
        })),
      )
      .execute();
}

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export interface CountRow extends Counted {
  readonly of: string;
  readonly count: number;
}

/** `undefined`: nobody has added up what is asked for (by place, and not whole days); then the hours are read. */
export async function readRollups(
  db: Connection,
  { from, to, by }: Period & { readonly by?: StatisticsBy },
): Promise<readonly CountRow[] | undefined> {
  const wholeDays = isMidnight(from) && isMidnight(to);
  const byPlace = by === 'chain' || by === 'prefecture';
  if (byPlace && !wholeDays) return undefined;
  const span = wholeDays && by !== 'hour' ? 'day' : 'hour';
  const rows = await db
    .selectFrom('statistic_rollup')
    .select(({ fn }) => ['event', 'pin', 'problem', 'of', fn.sum<number>('count').as('count')])
    .$if(by === 'hour' || by === 'day', (query) => query.select('starts').groupBy('starts'))
    .where('span', '=', span)
    .where('dimension', '=', byPlace ? by : 'all')
    .where('starts', '>=', from)
    .where('starts', '<', to)
    .groupBy(['event', 'pin', 'problem', 'of'])
    .orderBy('event')
    .orderBy('pin')
    .orderBy('problem')
    .execute();
  const counts = rows.map(({ starts, of, count, ...counted }) => ({
    ...counted,
    of: by === 'hour' ? (starts?.toISOString() ?? '') : by === 'day' && starts ? jstDay(starts) : of,
    count: Number(count),
  }));
  return span === 'hour' && by === 'day' ? summed(counts) : counts;
}

/** Hours of one day that begin or end within it. */
function summed(counts: readonly CountRow[]): readonly CountRow[] {
  const sums = new Map<string, CountRow>();
  for (const one of counts) {
    const key = JSON.stringify([one.event, one.pin, one.problem, one.of]);
    const before = sums.get(key);
    sums.set(key, before === undefined ? one : { ...before, count: before.count + one.count });
  }
  return [...sums.values()];
}

function isMidnight(at: Date): boolean {
  return jstMidnight(at).getTime() === at.getTime();
}

export const createStatisticRollups: Migration = {
  async up(db) {
    await db.schema
      .createTable('statistic_rollup')
      .addColumn('span', 'text', (column) => column.notNull())
      .addColumn('starts', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('dimension', 'text', (column) => column.notNull())
      .addColumn('of', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('pin', 'text', (column) => column.notNull())
      .addColumn('problem', 'text', (column) => column.notNull())
      .addColumn('count', 'int8', (column) => column.notNull())
      .addPrimaryKeyConstraint('statistic_rollup_key', [...KEY])
      .execute();
    await fillRollups(db as never);
  },
};

/** From the hours that were counted before there were roll-ups. */
export async function fillRollups(db: Connection): Promise<void> {
  const day = sql`date_trunc('day', hour at time zone 'Asia/Tokyo') at time zone 'Asia/Tokyo'`;
  const everywhere = sql`''`;
  for (const [span, starts, dimension, of] of [
    ['hour', sql`hour`, 'all', everywhere],
    ['day', day, 'all', everywhere],
    ['day', day, 'chain', sql`chain`],
    ['day', day, 'prefecture', sql`prefecture`],
  ] as const)
    await sql`
      insert into statistic_rollup (span, starts, dimension, "of", event, pin, problem, count)
      select ${sql.lit(span)}, ${starts}, ${sql.lit(dimension)}, ${of}, event, pin, problem, sum(count)
      from statistic_hour group by 2, 4, event, pin, problem`.execute(db);
}
