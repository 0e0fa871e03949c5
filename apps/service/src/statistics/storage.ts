import type { StatisticsAnswer, StatisticsBy } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import { type CountRow, type Period, readRollups } from './rollup.ts';
import { faceFailureRate, rounded } from './rules.ts';

/**
 * Counts of the hours from `from` until before `to`, from the counters alone: how many events there were does not
 * matter, only how many days and places.
 */
export async function showStatistics(
  db: Connection,
  of: Period & { readonly by?: StatisticsBy },
): Promise<StatisticsAnswer> {
  const rows = (await readRollups(db, of)) ?? (await readHours(db, of as Parameters<typeof readHours>[1]));
  const total = (event: string, problems?: readonly string[]): number =>
    rows
      .filter((row) => row.event === event && (problems?.includes(row.problem) ?? true))
      .reduce((sum, { count }) => sum + count, 0);
  const rate = faceFailureRate({
    passed: total('face-check.passed'),
    failed: total('face-check.refused', ['face-mismatch', 'liveness-failed']),
  });
  return {
    counts: rows
      .map((row) => ({
        event: row.event,
        ...(row.pin && { pin: row.pin }),
        ...(row.problem && { problem: row.problem }),
        ...(of.by !== undefined && { of: row.of }),
        count: rounded(row.count),
      }))
      .filter(({ count }) => count > 0),
    ...(rate !== undefined && { faceFailurePercent: rate }),
  };
}

/** From the finest counters: for any hours, by any of their columns. */
export async function readHours(
  db: Connection,
  { from, to, by: column }: Period & { readonly by?: Exclude<StatisticsBy, 'day'> },
): Promise<readonly CountRow[]> {
  const rows = await db
    .selectFrom('statistic_hour')
    .select(({ fn }) => ['event', 'pin', 'problem', fn.sum<number>('count').as('count')])
    .$if(column !== undefined, (query) => query.select(column as NonNullable<typeof column>))
    .where('hour', '>=', from)
    .where('hour', '<', to)
    .groupBy(['event', 'pin', 'problem', ...(column === undefined ? [] : [column])])
    .orderBy('event')
    .orderBy('pin')
    .orderBy('problem')
    .execute();
  return rows.map(({ hour, chain, prefecture, count, ...counted }) => ({
    ...counted,
    of: hour?.toISOString() ?? chain ?? prefecture ?? '',
    count: Number(count),
  }));
}
