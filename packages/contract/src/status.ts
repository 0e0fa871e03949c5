import { type Static, Type } from 'typebox';
import { Sentence, Timestamp, Uuid } from './scalars.ts';

/** What a maintenance window stops (R36). */
export const MaintenanceScope = Type.Union([
  Type.Literal('phone'),
  Type.Literal('kiosk'),
  Type.Literal('all'),
]);
export type MaintenanceScope = Static<typeof MaintenanceScope>;

export const MaintenanceWindow = Type.Object({
  id: Uuid,
  startsAt: Timestamp,
  endsAt: Timestamp,
  scope: MaintenanceScope,
  sentence: Sentence,
});
export type MaintenanceWindow = Static<typeof MaintenanceWindow>;

/** `GET /v1/status`: the live state that guide, phone and kiosk show (R18, R24, R36). */
export const StatusAnswer = Type.Object({
  /** The service's clock, which decides. */
  now: Timestamp,
  phone: Type.Object({ open: Type.Boolean() }),
  kiosk: Type.Object({
    open: Type.Boolean(),
    /** The next change: closing time when open, opening time when closed (maintenance counted in). */
    changesAt: Timestamp,
  }),
  /** Running and announced windows, by start. */
  maintenance: Type.Array(MaintenanceWindow),
  /** The version of the terms that a reservation with a face check must consent to (R44). */
  terms: Type.Object({ version: Type.String() }),
});
export type StatusAnswer = Static<typeof StatusAnswer>;
