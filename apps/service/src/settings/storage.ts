import { Settings, type SettingsChange } from '@kaijo/contract';
import { Compile } from 'typebox/compile';
import { appendAudit } from '../audit/index.ts';
import type { Connection, Transaction } from '../database/index.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

/**
 * The settings as they stand: what an operator has set, and the defaults for the rest.
 * @throws Error when a stored value is not of its schema: somebody wrote it past this service
 */
export async function currentSettings(db: Connection): Promise<Settings> {
  return settingsOf(await settingsQuery(db).execute());
}

/** The same for a statement that reads more; `settingsOf` its rows. */
export function settingsQuery(db: Connection) {
  return db.selectFrom('setting').select(['name', 'value']);
}

/** Read with every decision: compiled once. */
const areSettings = Compile(Settings);

/** @throws Error as `currentSettings` does */
export function settingsOf(rows: readonly { readonly name: string; readonly value: unknown }[]): Settings {
  const settings = {
    ...DEFAULT_SETTINGS,
    ...Object.fromEntries(rows.map(({ name, value }) => [name, value])),
  };
  if (!areSettings.Check(settings)) throw new Error('a stored setting is not of its schema');
  return settings;
}

/** Changes the settings that are named, and records who did (R39). @returns all settings as they stand then */
export async function changeSettings(
  tx: Transaction,
  of: { readonly change: SettingsChange['settings']; readonly staff: string; readonly now: Date },
): Promise<Settings> {
  for (const [name, value] of Object.entries(of.change)) {
    await tx
      .insertInto('setting')
      .values({ name: name as keyof Settings, value: JSON.stringify(value) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: JSON.stringify(value) }))
      .execute();
    await appendAudit(tx, {
      at: of.now,
      kind: 'setting.changed',
      subjects: { staff: of.staff },
      data: { name, value },
    });
  }
  return currentSettings(tx);
}
