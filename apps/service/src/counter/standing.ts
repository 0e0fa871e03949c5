import type { Refusal } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import { currentWindows, maintenanceAt } from '../maintenance/index.ts';
import { currentSwitches, stopFor } from '../switches/index.ts';

/** R42: a flaw in one card generation stops it at the counter too. */
export async function stopRefusal(db: Connection, generation: string): Promise<Refusal | undefined> {
  const stop = stopFor({ generation }, await currentSwitches(db));
  return stop && { problem: 'stopped', sentence: stop.sentence };
}

/** R36: a window of everything stops new sessions; what was begun is finished. */
export async function maintenanceRefusal(db: Connection, now: Date): Promise<Refusal | undefined> {
  const windows = (await currentWindows(db, now)).filter(({ scope }) => scope === 'all');
  const maintenance = maintenanceAt(windows, now, 'kiosk');
  return (
    maintenance && {
      problem: 'maintenance',
      until: maintenance.until.toISOString(),
      sentence: maintenance.sentence,
    }
  );
}
