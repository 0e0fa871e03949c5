import { type Static, Type } from 'typebox';
import { Timestamp } from './scalars.ts';

export const StatisticsBy = Type.Union([
  Type.Literal('hour'),
  Type.Literal('day'),
  Type.Literal('chain'),
  Type.Literal('prefecture'),
]);
export type StatisticsBy = Static<typeof StatisticsBy>;

/** Hours that begin from `from` until before `to`. */
export const StatisticsQuery = Type.Object(
  { from: Timestamp, to: Timestamp, by: Type.Optional(StatisticsBy) },
  { additionalProperties: false },
);
export type StatisticsQuery = Static<typeof StatisticsQuery>;

export const StatisticsAnswer = Type.Object({
  counts: Type.Array(
    Type.Object({
      /** What happened, as in the audit log: `reservation.made`, `kiosk-session.opening-refused` … */
      event: Type.String(),
      pin: Type.Optional(Type.String()),
      problem: Type.Optional(Type.String()),
      /** The hour, day (YYYY-MM-DD in Japan), chain or prefecture that was asked for; '' where no store takes part. */
      of: Type.Optional(Type.String()),
      /** To the nearest multiple of five. */
      count: Type.Integer({ minimum: 0 }),
    }),
  ),
  /** Failed face checks among the judged ones; absent for fewer than twenty. */
  faceFailurePercent: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
});
export type StatisticsAnswer = Static<typeof StatisticsAnswer>;
