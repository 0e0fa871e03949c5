import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, transaction } from '../database/index.ts';
import { removeSwitch, setSwitch } from '../switches/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { listChains } from './chains.ts';
import {
  DEMO_SIGN_ONLY_STORE,
  DEMO_STORE,
  DEMO_STORE_WITHOUT_OFFER,
  seedDemoStores,
} from './seed/demo-stores.ts';
import { chainsOffering, nearestOffering, offeringStores, type Store, storeAt } from './storage.ts';

const at = (japanTime: string) => new Date(`${japanTime}+09:00`);
const NOW = at('2026-03-01T12:00');

let open: TestDatabase;
let db: Database;
beforeAll(async () => {
  open = await openTestDatabase();
  db = open.db;
  await transaction(db, seedDemoStores);
});
afterAll(() => open.close());
beforeEach(async () => {
  await db.deleteFrom('stop_switch').execute();
});

const stop = (scope: 'chain' | 'store' | 'kiosk', subject: string) =>
  transaction(db, (tx) =>
    setSwitch(tx, {
      stop: { id: crypto.randomUUID(), scope, subject, sentence: { ja: 'x' } },
      staff: 's',
      now: NOW,
    }),
  );
const storeOf = async (id: string) => (await storeAt(db, id, NOW)) as Store;

describe('R26: the chains of 2026', () => {
  it('offer what the rules’ list says', async () => {
    const chains = (await listChains(db)).map(({ id, offers }) => [
      id,
      offers.map(({ pin }) => pin).join('+'),
      offers.some(({ stores }) => stores !== undefined) ? 'some' : 'all',
    ]);
    expect(chains.toSorted()).toEqual([
      ['aeon-hokkaido', 'sign+auth', 'some'],
      ['aeon-retail', 'sign+auth', 'all'],
      ['aeon-tohoku', 'sign+auth', 'some'],
      ['daiei', 'sign', 'some'],
      ['familymart', 'sign', 'all'],
      ['fuji', 'sign+auth', 'some'],
      ['lawson', 'sign', 'all'],
      ['ministop', 'sign', 'all'],
      ['seven-eleven', 'sign+auth', 'all'],
    ]);
  });

  it('began with the first millisecond of the year in Japan', async () => {
    expect((await storeAt(db, DEMO_STORE, at('2025-12-31T23:59:59.999')))?.pins).toEqual([]);
    expect((await storeAt(db, DEMO_STORE, at('2026-01-01T00:00:00.000')))?.pins).toEqual(['sign', 'auth']);
  });

  it('where only some stores take part, the others offer nothing', async () => {
    expect((await storeAt(db, DEMO_SIGN_ONLY_STORE, NOW))?.pins).toEqual(['sign']);
    expect((await storeAt(db, DEMO_STORE_WITHOUT_OFFER, NOW))?.pins).toEqual([]);
    const listed = await offeringStores(db, { limit: 100 }, NOW);
    expect(listed.map(({ id }) => id)).not.toContain(DEMO_STORE_WITHOUT_OFFER);
  });

  it('does not know a store that is not there', async () => {
    expect(await storeAt(db, crypto.randomUUID(), NOW)).toBeUndefined();
  });

  it('the demo’s stores are added once', async () => {
    const before = await offeringStores(db, { limit: 100 }, NOW);
    await transaction(db, seedDemoStores);
    expect(await offeringStores(db, { limit: 100 }, NOW)).toEqual(before);
    expect(before).toHaveLength(15);
  });
});

describe('R27: which stores nearby offer the PIN', () => {
  it('names the nearest first, with the distance, and never the store where the holder stands', async () => {
    const from = await storeOf(DEMO_SIGN_ONLY_STORE);
    const auth = await nearestOffering(db, { from, pin: 'auth', limit: 5 }, NOW);
    expect(auth.map(({ chain, prefecture }) => `${chain} ${prefecture}`)).toEqual([
      'セブン-イレブン 東京都',
      'セブン-イレブン 神奈川県',
      'イオンリテール 愛知県',
      'イオン東北 宮城県',
      'イオンリテール 京都府',
    ]);
    expect(auth[0]).toMatchObject({ id: DEMO_STORE, pins: ['sign', 'auth'], distance: 278 });
    const sign = await nearestOffering(db, { from, pin: 'sign', limit: 3 }, NOW);
    expect(sign.map(({ id }) => id)).not.toContain(DEMO_SIGN_ONLY_STORE);
    expect(sign.map(({ distance }) => distance)).toEqual(
      sign.map(({ distance }) => distance ?? 0).toSorted((a, b) => a - b),
    );
  });

  it('does not send anybody to a chain or store that is stopped (R42)', async () => {
    const from = await storeOf(DEMO_SIGN_ONLY_STORE);
    const nearest = async () => (await nearestOffering(db, { from, pin: 'auth', limit: 1 }, NOW))[0]?.name;
    await stop('store', DEMO_STORE);
    expect(await nearest()).toBe('セブン-イレブン 錠野暗証町店');
    const chain = await stop('chain', 'seven-eleven');
    expect(await nearest()).toBe('イオン 開錠店');
    expect(await chainsOffering(db, 'auth', NOW)).not.toContain('セブン-イレブン');
    await transaction(db, (tx) => removeSwitch(tx, { id: chain.id, staff: 's', now: NOW }));
    expect(await chainsOffering(db, 'auth', NOW)).toContain('セブン-イレブン');
  });

  it('finds the one store that takes part behind thousands of its chain that do not', async () => {
    await db.insertInto('chain').values({ id: 'many', name: '多数' }).execute();
    const stores = Array.from({ length: 6_000 }, (_, i) => ({
      id: crypto.randomUUID(),
      chain: 'many',
      name: `店${i}`,
      prefecture: '東京都',
      address: '',
      latitude: 35.67 + (i % 77) * 1e-4,
      longitude: 139.76 + Math.floor(i / 77) * 1e-4,
    }));
    for (let i = 0; i < stores.length; i += 1_000)
      await db
        .insertInto('store')
        .values(stores.slice(i, i + 1_000))
        .execute();
    const last = stores.at(-1)?.id ?? '';
    await db
      .insertInto('offer')
      .values({ chain: 'many', store: last, pin: 'auth', first_day: '2026-01-01' })
      .execute();
    await stop('chain', 'seven-eleven');
    const from = await storeOf(DEMO_SIGN_ONLY_STORE);
    const [nearest] = await nearestOffering(db, { from, pin: 'auth', limit: 1 }, NOW);
    expect(nearest?.id).toBe(last);
    for (const table of ['offer', 'store'] as const)
      await db.deleteFrom(table).where('chain', '=', 'many').execute();
    await db.deleteFrom('chain').where('id', '=', 'many').execute();
  });
});

describe('R43: which chains offer the PIN today', () => {
  it('names them as the public knows them, those with some stores as well', async () => {
    expect(await chainsOffering(db, 'auth', NOW)).toEqual(
      expect.arrayContaining(['セブン-イレブン', 'イオンリテール', 'フジ', 'イオン北海道', 'イオン東北']),
    );
    expect(await chainsOffering(db, 'auth', NOW)).toHaveLength(5);
    expect(await chainsOffering(db, 'sign', NOW)).toHaveLength(9);
    expect(await chainsOffering(db, 'sign', at('2025-12-31T23:59:59.999'))).toEqual([]);
  });
});
