import type { StatisticsAnswer, StatisticsBy } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import { faceFailureRate, rounded } from './rules.ts';

/**
 * Counts of the hours from `from` until before `to`, from the counters alone: how many events there were does not
 * matter, only how many hours and places.
 */
export async function showStatistics(
  db: Connection,
  of: { readonly from: Date; readonly to: Date; readonly by?: StatisticsBy },
): Promise<StatisticsAnswer> {
  const { from, to, by } = of;
  const rows = await db
    .selectFrom('statistic_hour')
    .select(({ fn }) => ['event', 'pin', 'problem', fn.sum<number>('count').as('count')])
    .$if(by !== undefined, (query) =>
      query.select(by === 'hour' ? 'hour' : by === 'chain' ? 'chain' : 'prefecture'),
    )
    .where('hour', '>=', from)
    .where('hour', '<', to)
    .groupBy(['event', 'pin', 'problem', ...(by === undefined ? [] : [by])])
    .orderBy('event')
    .orderBy('pin')
    .orderBy('problem')
    .execute();
  const total = (event: string, problems?: readonly string[]): number =>
    rows
      .filter((row) => row.event === event && (problems?.includes(row.problem) ?? true))
      .reduce((sum, { count }) => sum + Number(count), 0);
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
        ...(by !== undefined && {
          of: nameOf(by === 'hour' ? row.hour : by === 'chain' ? row.chain : row.prefecture),
        }),
        count: rounded(Number(row.count)),
      }))
      .filter(({ count }) => count > 0),
    ...(rate !== undefined && { faceFailurePercent: rate }),
  };
}

function nameOf(value: Date | string | undefined): string {
  return value instanceof Date ? value.toISOString() : (value ?? '');
}
