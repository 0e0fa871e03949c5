import { createPhoneClient, StoresAnswer, type StoresQuery } from '@kaijo/contract';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '../database/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { listenForTest, type TestListener } from '../testing/test-listener.ts';
import { storeEndpoints } from './routes.ts';
import { seedDemoStores } from './seed/demo-stores.ts';

let database: TestDatabase;
let listener: TestListener;
const clock = { at: new Date('2026-03-01T12:00:00+09:00'), now: () => clock.at };
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await transaction(db, seedDemoStores);
  listener = await listenForTest({ name: 'public', endpoints: storeEndpoints({ db, clock }), db, clock });
});
afterAll(async () => {
  await listener.close();
  await database.close();
});

const list = (query: StoresQuery) => createPhoneClient({ baseUrl: listener.url, fetch }).listStores(query);
async function listed(query: StoresQuery) {
  const outcome = await list(query);
  if (outcome.kind !== 'ok') throw new Error(outcome.kind);
  expect(Value.Check(StoresAnswer, outcome.body)).toBe(true);
  return outcome.body.stores;
}

describe('GET /v1/stores finds stores by PIN and place (R26)', () => {
  it('lists those that offer the PIN today, and no others', async () => {
    const auth = await listed({ pin: 'auth' });
    expect(auth.length).toBe(8);
    expect(auth.every(({ pins }) => pins.includes('auth'))).toBe(true);
    expect(auth.some(({ chain }) => chain === 'ローソン')).toBe(false);
    expect((await listed({ pin: 'sign' })).length).toBe(15);
    clock.at = new Date('2025-12-31T23:59:59.999+09:00');
    expect(await listed({})).toEqual([]);
    clock.at = new Date('2026-03-01T12:00:00+09:00');
  });

  it('lists the nearest first, with the distance in metres', async () => {
    const near = await listed({ pin: 'auth', near: '34.7,135.5' });
    expect(near[0]).toMatchObject({ prefecture: '京都府', pins: ['sign', 'auth'] });
    expect(near[0]?.distance).toBeGreaterThan(40_000);
    const distances = near.map(({ distance }) => distance ?? 0);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect((await listed({}))[0]).not.toHaveProperty('distance');
  });

  it.each(['91,139', '35,181', '-90.5,0'])('refuses %s, which is not on the globe', async (near) => {
    expect(await list({ near })).toMatchObject({
      kind: 'problem',
      problem: { type: '/problems/invalid-request', errors: [{ field: 'query/near' }] },
    });
  });

  it.each([
    { near: 'here' },
    { pin: 'support' },
    { pin: 'auth', more: 'x' },
  ])('refuses what the contract does not know: %j', async (query) => {
    expect(await list(query as unknown as StoresQuery)).toMatchObject({
      kind: 'problem',
      problem: { status: 400 },
    });
  });
});
