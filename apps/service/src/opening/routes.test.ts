import { createPhoneClient, StatusAnswer } from '@kaijo/contract';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../database/index.ts';
import { announceMaintenance, type MaintenanceWindow } from '../maintenance/index.ts';
import { changeSettings } from '../settings/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { listenForTest, type TestListener } from '../testing/test-listener.ts';
import { statusEndpoints } from './routes.ts';

const at = (japanTime: string) => new Date(`${japanTime}+09:00`);

let database: TestDatabase;
let listener: TestListener;
const clock = { at: at('2026-03-01T12:00'), now: () => clock.at };
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  listener = await listenForTest({ name: 'public', endpoints: statusEndpoints({ db, clock }), db, clock });
});
afterAll(async () => {
  await listener.close();
  await database.close();
});
beforeEach(() => database.clear());

async function statusAt(japanTime: string): Promise<StatusAnswer> {
  clock.at = at(japanTime);
  const outcome = await createPhoneClient({ baseUrl: listener.url, fetch }).showStatus();
  if (outcome.kind !== 'ok') throw new Error(outcome.kind);
  expect(Value.Check(StatusAnswer, outcome.body)).toBe(true);
  return outcome.body;
}

const announce = (from: string, to: string, scope: MaintenanceWindow['scope']) =>
  transaction(database.db, (tx) =>
    announceMaintenance(tx, {
      window: {
        id: crypto.randomUUID(),
        startsAt: at(from),
        endsAt: at(to),
        scope,
        sentence: { ja: '定期メンテナンスです。', en: 'Maintenance' },
      },
      staff: 's-1',
      now: clock.at,
    }),
  );

describe('GET /v1/status tells guide, phone and kiosk what is open', () => {
  it('R18, R24: the phone’s step at any hour, the kiosks from 6:30 until 23:00', async () => {
    expect(await statusAt('2026-03-01T06:29:59.999')).toMatchObject({
      now: '2026-02-28T21:29:59.999Z',
      phone: { open: true },
      kiosk: { open: false, changesAt: '2026-02-28T21:30:00.000Z' },
      maintenance: [],
    });
    expect((await statusAt('2026-03-01T06:30:00.000')).kiosk).toEqual({
      open: true,
      changesAt: '2026-03-01T14:00:00.000Z',
    });
    expect((await statusAt('2026-03-01T23:00:00.000')).kiosk.open).toBe(false);
  });

  it('R36: maintenance ahead and during, by its start', async () => {
    await announce('2026-03-02T10:00', '2026-03-02T12:00', 'phone');
    await announce('2026-03-01T20:00', '2026-03-01T21:00', 'all');
    const ahead = await statusAt('2026-03-01T19:59:59.999');
    expect(ahead.phone.open).toBe(true);
    expect(ahead.kiosk).toEqual({ open: true, changesAt: '2026-03-01T11:00:00.000Z' });
    expect(ahead.maintenance.map(({ scope }) => scope)).toEqual(['all', 'phone']);
    const during = await statusAt('2026-03-01T20:00');
    expect([during.phone.open, during.kiosk.open]).toEqual([false, false]);
    expect(during.kiosk.changesAt).toBe('2026-03-01T12:00:00.000Z');
    expect((await statusAt('2026-03-01T21:00')).maintenance).toHaveLength(1);
    const phoneOnly = await statusAt('2026-03-02T11:00');
    expect([phoneOnly.phone.open, phoneOnly.kiosk.open]).toEqual([false, true]);
  });

  it('R44: names the terms that hold', async () => {
    expect((await statusAt('2026-03-01T12:00')).terms.version).toBe('2026-01');
    await transaction(database.db, (tx) =>
      changeSettings(tx, { change: { terms: { version: '2026-04' } }, staff: 's-1', now: clock.at }),
    );
    expect((await statusAt('2026-03-01T12:00')).terms.version).toBe('2026-04');
  });
});
