import { NO_WEAK_PIN_POLICY } from '@kaijo/mynacard';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../database/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { restrictionMs } from './settings.ts';
import { changeSettings, currentSettings } from './storage.ts';

let open: TestDatabase;
beforeAll(async () => {
  open = await openTestDatabase();
});
afterAll(() => open.close());
beforeEach(() => open.clear());

const NOW = new Date('2026-03-01T12:00:00+09:00');
const change = (settings: Parameters<typeof changeSettings>[1]['change']) =>
  transaction(open.db, (tx) => changeSettings(tx, { change: settings, staff: 's-1', now: NOW }));

describe('what the rules leave to the operator is data', () => {
  it('R12: weak PINs are refused by default: four equal digits, straight runs, the holder’s birth', async () => {
    const { newPinPolicy } = await currentSettings(open.db);
    expect(newPinPolicy.weakPins).toEqual(expect.arrayContaining(['0000', '9999', '0123', '6789', '9876']));
    expect(newPinPolicy.weakPins).not.toContain('1357');
    expect(newPinPolicy.refuseBirth).toBe(true);
  });

  it('R12: and the operator can switch that off, which touches nothing else', async () => {
    const before = await currentSettings(open.db);
    await change({ newPinPolicy: { weakPins: [...NO_WEAK_PIN_POLICY.weakPins], refuseBirth: false } });
    expect(await currentSettings(open.db)).toEqual({
      ...before,
      newPinPolicy: { weakPins: [], refuseBirth: false },
    });
  });

  it('R22: a restriction is 7 days by default', async () => {
    expect(restrictionMs(await currentSettings(open.db))).toBe(7 * 24 * 3_600_000);
  });

  it('the latest change holds, and each is in the log (R39)', async () => {
    await change({ terms: { version: '2026-04' } });
    await change({ terms: { version: '2026-05' }, restriction: { days: 3, mayBeLifted: false } });
    expect(await currentSettings(open.db)).toMatchObject({
      terms: { version: '2026-05' },
      restriction: { days: 3, mayBeLifted: false },
    });
    const log = await open.db
      .selectFrom('audit_entry')
      .select('data')
      .where('kind', '=', 'setting.changed')
      .execute();
    expect(log.map(({ data }) => JSON.parse(data).name).toSorted()).toEqual([
      'restriction',
      'terms',
      'terms',
    ]);
  });

  it('a value that somebody wrote past the service stops it rather than weakens it', async () => {
    await sql`insert into setting (name, value) values ('restriction', '{"days": 0}')`.execute(open.db);
    await expect(currentSettings(open.db)).rejects.toThrow('not of its schema');
  });
});
