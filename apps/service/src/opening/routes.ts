import { ROUTES } from '@kaijo/contract';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import { answer, defineQuery, type Endpoint } from '../http/index.ts';
import { currentWindows, maintenanceAt, maintenanceBetween, wireWindow } from '../maintenance/index.ts';
import { currentSettings } from '../settings/index.ts';
import { kioskOpening } from './rules.ts';

export function statusEndpoints({
  db,
  clock,
}: {
  readonly db: Database;
  readonly clock: Clock;
}): readonly Endpoint[] {
  return [
    defineQuery(ROUTES.showStatus, async () => {
      const now = clock.now();
      const windows = await currentWindows(db, now);
      const kiosk = kioskOpening(now, windows);
      return answer(200, {
        now: now.toISOString(),
        // R18: around the clock except in maintenance.
        phone: { open: maintenanceAt(windows, now, 'phone') === undefined },
        kiosk: { open: kiosk.open, changesAt: kiosk.changesAt.toISOString() },
        maintenance: maintenanceBetween(windows, now).map(wireWindow),
        terms: { version: (await currentSettings(db)).terms.version },
      });
    }),
  ];
}
