import { afterAll, beforeAll, expect, it } from 'vitest';
import { transaction } from '../database/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { announceMaintenance, currentWindows, withdrawMaintenance } from './storage.ts';

let open: TestDatabase;
beforeAll(async () => {
  open = await openTestDatabase();
});
afterAll(() => open.close());

it('R36: windows are announced, shown until they end, and taken back; the log names who did (R39)', async () => {
  const { db } = open;
  const window = {
    id: crypto.randomUUID(),
    startsAt: new Date('2026-03-01T22:30:00.000+09:00'),
    endsAt: new Date('2026-03-02T07:00:00.001+09:00'),
    scope: 'kiosk',
    sentence: { ja: '定期メンテナンスのため、ご利用いただけません。', en: 'Maintenance' },
  } as const;
  const before = new Date('2026-02-01T00:00+09:00');
  await transaction(db, (tx) => announceMaintenance(tx, { window, staff: 's-1', now: before }));
  expect(await currentWindows(db, before)).toEqual([window]);
  expect(await currentWindows(db, new Date(window.endsAt.getTime() - 1))).toEqual([window]);
  expect(await currentWindows(db, window.endsAt)).toEqual([]);

  const withdraw = () =>
    transaction(db, (tx) => withdrawMaintenance(tx, { id: window.id, staff: 's-2', now: before }));
  expect(await withdraw()).toBe(true);
  expect(await withdraw()).toBe(false);
  expect(await currentWindows(db, before)).toEqual([]);
  const log = await db.selectFrom('audit_entry').select(['kind', 'subjects']).orderBy('kind').execute();
  expect(log.map(({ kind, subjects }) => [kind, JSON.parse(subjects).staff])).toEqual([
    ['maintenance.announced', 's-1'],
    ['maintenance.withdrawn', 's-2'],
  ]);
});
