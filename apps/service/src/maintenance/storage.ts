import type { MaintenanceWindow as WireWindow } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Connection, Transaction } from '../database/index.ts';
import type { MaintenanceWindow } from './rules.ts';

/** Running and announced windows: whatever is not over at `now`. */
export async function currentWindows(db: Connection, now: Date): Promise<readonly MaintenanceWindow[]> {
  return windowsOf(await windowsQuery(db, now).orderBy('starts_at').orderBy('id').execute());
}

/** The same for a statement that reads more; `windowsOf` its rows. */
export function windowsQuery(db: Connection, now: Date) {
  return db
    .selectFrom('maintenance_window')
    .select(['id', 'starts_at', 'ends_at', 'scope', 'sentence'])
    .where('ends_at', '>', now);
}

export function windowsOf(
  rows: readonly {
    readonly id: string;
    readonly starts_at: Date | string;
    readonly ends_at: Date | string;
    readonly scope: MaintenanceWindow['scope'];
    readonly sentence: MaintenanceWindow['sentence'];
  }[],
): readonly MaintenanceWindow[] {
  return rows.map(({ id, starts_at, ends_at, scope, sentence }) => ({
    id,
    startsAt: new Date(starts_at),
    endsAt: new Date(ends_at),
    scope,
    sentence,
  }));
}

/** Announces a window (R36) and records who did (R39). */
export async function announceMaintenance(
  tx: Transaction,
  of: { readonly window: MaintenanceWindow; readonly staff: string; readonly now: Date },
): Promise<void> {
  const { id, startsAt, endsAt, scope, sentence } = of.window;
  await tx
    .insertInto('maintenance_window')
    .values({ id, starts_at: startsAt, ends_at: endsAt, scope, sentence: JSON.stringify(sentence) })
    .execute();
  await appendAudit(tx, {
    at: of.now,
    kind: 'maintenance.announced',
    subjects: { maintenance: id, staff: of.staff },
    data: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), scope, sentence },
  });
}

/** Takes a window back, also a running one: the service goes on at once. @returns false when there is none */
export async function withdrawMaintenance(
  tx: Transaction,
  of: { readonly id: string; readonly staff: string; readonly now: Date },
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('maintenance_window')
    .where('id', '=', of.id)
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) return false;
  await appendAudit(tx, {
    at: of.now,
    kind: 'maintenance.withdrawn',
    subjects: { maintenance: of.id, staff: of.staff },
  });
  return true;
}

/** As the contract writes it. */
export function wireWindow({ id, startsAt, endsAt, scope, sentence }: MaintenanceWindow): WireWindow {
  return { id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), scope, sentence };
}
