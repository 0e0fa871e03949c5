import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendAudit, sealAudit } from '../audit/index.ts';
import { transaction } from '../database/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { foldStatistics, showStatistics } from './index.ts';
import { addToRollups, fillRollups, readRollups } from './rollup.ts';
import { countedOf, faceFailureRate, rounded } from './rules.ts';
import { readHours } from './storage.ts';

const NOON = new Date('2026-03-10T12:10:00+09:00');
const DAY = { from: new Date('2026-03-10T00:00:00+09:00'), to: new Date('2026-03-11T00:00:00+09:00') };
const sealing = {
  keys: { signAudit: async () => new Uint8Array(64), auditPublicKey: async () => new Uint8Array(32) },
  origin: 'kaijo.test/audit',
};

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.clear());

async function happened(times: number, kind: string, data = {}, at = NOON): Promise<void> {
  for (let i = 0; i < times; i++)
    await transaction(database.db, (tx) =>
      appendAudit(tx, { at, kind, subjects: { card: `card-${i}`, app: 'app' }, data }),
    );
}

async function fold(): Promise<void> {
  await sealAudit(database.db, sealing);
  await foldStatistics(database.db);
}

describe('numbers for the operator are made from the audit log', () => {
  it('counts each entry once, however often it is asked to count, and goes on where it stopped', async () => {
    await happened(10, 'reservation.made', { targetPin: 'sign' });
    await fold();
    await fold();
    await happened(5, 'reservation.made', { targetPin: 'sign' });
    await Promise.all([fold(), foldStatistics(database.db)]);
    expect((await showStatistics(database.db, DAY)).counts).toEqual([
      { event: 'reservation.made', pin: 'sign', count: 15 },
    ]);
  });

  it('shows where people drop out, by step and problem, and nothing about anybody', async () => {
    await happened(10, 'kiosk-session.opening-refused', { problem: 'no-reservation' });
    await happened(5, 'counter-session.completed', { targetPin: 'support', receipt: 'r' });
    await happened(5, 'setting.changed', { name: 'terms' });
    await fold();
    const { counts } = await showStatistics(database.db, DAY);
    expect(counts).toEqual([
      { event: 'counter-session.completed', pin: 'support', count: 5 },
      { event: 'kiosk-session.opening-refused', problem: 'no-reservation', count: 10 },
    ]);
    const rows = await database.db.selectFrom('statistic_hour').selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/card-|app|receipt/);
  });

  it('by the hour; an hour belongs to the day in which it begins', async () => {
    await happened(5, 'reservation.made', { targetPin: 'auth' });
    await happened(10, 'reservation.made', { targetPin: 'auth' }, new Date('2026-03-10T13:00:00+09:00'));
    await happened(5, 'reservation.made', { targetPin: 'auth' }, DAY.to);
    await fold();
    const { counts } = await showStatistics(database.db, { ...DAY, by: 'hour' });
    expect(counts.map(({ of, count }) => [of, count]).sort()).toEqual([
      ['2026-03-10T03:00:00.000Z', 5],
      ['2026-03-10T04:00:00.000Z', 10],
    ]);
  });
});

describe('what is added up beforehand says the same as the hours', () => {
  const HOUR = 3_600_000;
  const total = (rows: readonly { count: number }[]) => rows.reduce((sum, { count }) => sum + count, 0);

  it('by the day, chain and prefecture, over midnight in Japan, also when it was added up later', async () => {
    const { db } = database;
    const cells = Array.from({ length: 60 }, (_, i) => ({
      hour: new Date(DAY.from.getTime() + (i - 6) * HOUR),
      event: i % 2 ? 'reservation.made' : 'kiosk-session.completed',
      pin: i % 3 ? 'sign' : 'auth',
      problem: '',
      chain: ['lawson', 'fuji', ''][i % 3] as string,
      prefecture: ['東京都', '愛媛県', ''][i % 3] as string,
      count: 1 + i,
    }));
    await db.insertInto('statistic_hour').values(cells).execute();
    await transaction(db, (tx) => addToRollups(tx, cells));
    const folded = await db.selectFrom('statistic_rollup').selectAll().execute();
    await db.deleteFrom('statistic_rollup').execute();
    await fillRollups(db);
    const filled = await db.selectFrom('statistic_rollup').selectAll().execute();
    const inOrder = (rows: typeof folded) => rows.map((row) => JSON.stringify(row)).sort();
    expect(inOrder(filled)).toEqual(inOrder(folded));
    for (const by of ['chain', 'prefecture', undefined] as const) {
      const asked = { ...DAY, ...(by && { by }) };
      expect((await readRollups(db, asked))?.toSorted(byWords), by).toEqual(
        (await readHours(db, asked)).toSorted(byWords),
      );
    }
    const days = await readRollups(db, { from: new Date(0), to: new Date('2027-01-01'), by: 'day' });
    expect(new Set(days?.map(({ of }) => of))).toEqual(
      new Set(['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12']),
    );
    expect(total(days ?? [])).toBe(total(cells));
    // Part of a day: by place the hours themselves are read.
    const evening = { from: new Date(DAY.from.getTime() + 18 * HOUR), to: DAY.to };
    expect(await readRollups(db, { ...evening, by: 'chain' })).toBeUndefined();
    expect(total((await readRollups(db, { ...evening, by: 'day' })) ?? [])).toBe(
      total(cells.filter(({ hour }) => hour >= evening.from && hour < evening.to)),
    );
  });

  const byWords = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
});

describe('small numbers are rounded', () => {
  it('to multiples of five: one or two are not told from none', () => {
    expect([0, 1, 2, 3, 7, 8, 12, 13].map(rounded)).toEqual([0, 0, 0, 5, 5, 10, 10, 15]);
  });

  it('a face check’s failure rate is not said of fewer than twenty', () => {
    expect(faceFailureRate({ passed: 18, failed: 1 })).toBeUndefined();
    expect(faceFailureRate({ passed: 15, failed: 5 })).toBe(25);
  });

  it('acts of staff are not counted', () => {
    for (const kind of ['staff.signed-in', 'setting.changed', 'switch.set'])
      expect(countedOf({ kind, data: {} })).toBeUndefined();
  });
});
