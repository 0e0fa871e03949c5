import { afterAll, beforeAll, expect, it } from 'vitest';
import { transaction } from '../database/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { appendAudit } from './append.ts';
import { sealAudit } from './seal.ts';
import { searchAudit } from './search.ts';

const NOON = new Date('2026-03-10T12:00:00+09:00');
const after = (seconds: number): Date => new Date(NOON.getTime() + seconds * 1_000);
const keys = { signAudit: async () => new Uint8Array(64), auditPublicKey: async () => new Uint8Array(32) };

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await transaction(database.db, (tx) =>
    appendAudit(
      tx,
      { at: after(0), kind: 'setting.changed', subjects: { staff: 'op-1' }, data: { name: 'terms' } },
      { at: after(1), kind: 'switch.set', subjects: { staff: 'op-12', switch: 'x' } },
      { at: after(2), kind: 'switch.removed', subjects: { staff: 'op-1', switch: 'x' } },
      { at: after(2), kind: 'reservation.made', subjects: { card: 'card:ab_c' } },
      { at: after(3), kind: 'reservation.made', subjects: { card: 'card:abxc' }, data: { of: 'op-1' } },
    ),
  );
});
afterAll(() => database.close());

const kinds = async (query: Parameters<typeof searchAudit>[1]) =>
  (await searchAudit(database.db, query)).entries.map(({ kind }) => kind);

it('R39: entries are found by kind, by what they are about, and by time, the newest first', async () => {
  expect(await kinds({ kind: 'switch.' })).toEqual(['switch.removed', 'switch.set']);
  expect(await kinds({ kind: 'switch.set' })).toEqual(['switch.set']);
  // The whole value of a subject: not the beginning of another, no wildcard, and nothing of what was decided.
  expect(await kinds({ subject: 'op-1' })).toEqual(['switch.removed', 'setting.changed']);
  expect(await kinds({ subject: 'card:ab_c' })).toEqual(['reservation.made']);
  expect(await kinds({ subject: 'staff' })).toEqual([]);
  expect(await kinds({ from: after(1).toISOString(), to: after(2).toISOString() })).toEqual(['switch.set']);
});

it('page by page, each entry once, also within one millisecond', async () => {
  const seen: string[] = [];
  for (let last: string | undefined; ; ) {
    const { entries } = await searchAudit(database.db, { limit: '2', ...(last && { after: last }) });
    if (entries.length === 0) break;
    seen.push(...entries.map(({ id }) => id));
    last = entries.at(-1)?.id;
  }
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
});

it('says what a signed head covers already', async () => {
  expect((await searchAudit(database.db, {})).sealed).toBe(0);
  await sealAudit(database.db, { keys, origin: 'kaijo.example/test' });
  const { entries, sealed } = await searchAudit(database.db, {});
  expect(sealed).toBe(5);
  expect(entries.map(({ leaf }) => leaf).sort()).toEqual([0, 1, 2, 3, 4]);
});
