import { syntheticStores } from '@kaijo/personas/synthetic-stores';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, transaction } from '../database/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { importStoreTable, readStoreTable, type StoreTable } from './csv/index.ts';
import { distanceBetween } from './distance.ts';
import { placeKey, readPlaceWish } from './place-text.ts';
import { seedDemoStores } from './seed/demo-stores.ts';
import { offeringStores } from './storage.ts';

const NOW = new Date('2026-03-01T12:00:00+09:00');
let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
  await transaction(db, seedDemoStores);
  const made = syntheticStores(3_000);
  for (const [table, csv] of [
    ['stores', made.stores],
    ['offers', made.offers],
  ] as [StoreTable, string][]) {
    const file = await readStoreTable(table, csv);
    const of = {
      table,
      csv,
      file,
      mode: 'merge',
      dryRun: false,
      staff: 's',
      now: NOW,
      storesInUse: new Set<string>(),
    } as const;
    expect((await transaction(db, (tx) => importStoreTable(tx, of))).faults).toEqual([]);
  }
});
afterAll(() => database.close());

const found = (place: string, now = NOW) => offeringStores(db, { place, limit: 50 }, now);

describe('stores are found by place, as people write it', () => {
  it.each([
    '解錠区',
    '東京都解錠区',
    '東京都 解錠区 鍵が丘',
    '解錠区鍵ケ丘一丁目',
    '鍵が丘１丁目',
    '鍵が丘一丁目店',
    'セブン-イレブン 鍵が丘',
    'ｾﾌﾞﾝｲﾚﾌﾞﾝ鍵が丘一丁目',
    'Seven-Eleven 鍵が丘一丁目',
  ])('%s', async (place) => {
    expect((await found(place)).map(({ name }) => name)).toContain('セブン-イレブン 鍵が丘一丁目店');
  });

  it.each(['青鍵区', '錠台市青鍵区', '宮城県錠台市'])('a ward of a city: %s', async (place) => {
    expect((await found(place)).map(({ name }) => name)).toContain('イオン 錠台店');
  });

  it.each([
    '沖縄県',
    '沖縄',
    'おきなわ',
    'okinawa',
    'Okinawa-ken',
  ])('a whole prefecture: %s', async (place) => {
    const stores = await found(place);
    expect(stores.length).toBeGreaterThan(10);
    expect(new Set(stores.map(({ prefecture }) => prefecture))).toEqual(new Set(['沖縄県']));
  });

  it.each([
    '231-0001',
    '2310001',
    '〒231-0001',
    '２３１ー０００１',
    '231',
  ])('a postcode: %s', async (place) => {
    expect((await found(place)).map(({ postcode }) => postcode)).toContain('231-0001');
  });

  it('a postcode that no store has finds its neighbours', async () => {
    const stores = await found('231-0099');
    expect(stores.length).toBeGreaterThan(0);
    expect(stores.every(({ postcode }) => postcode?.startsWith('231'))).toBe(true);
  });

  it('nothing is found where there is nothing', async () => {
    expect(await found('存在しない町')).toEqual([]);
    expect(await found("'; drop table store; --")).toEqual([]);
    expect(await found('%')).toEqual([]);
  });

  it('lists no store twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('錠', '鍵', '東', '本町', '1', '鍵が丘', '北海道錠'),
        async (place) => {
          const ids = (await found(place)).map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('reads any text without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        const wish = readPlaceWish(text, {
          areas: [{ prefecture: '東京都', municipality: '解錠区' }],
          chains: [],
        });
        expect(['postcode', 'place']).toContain(wish.kind);
        expect(placeKey(placeKey(text))).toBe(placeKey(text));
      }),
    );
  });
});

describe('the nearest stores', () => {
  it('are the same as by measuring all of them', async () => {
    const all = await offeringStores(db, { limit: 10_000 }, NOW);
    const rows = await db.selectFrom('store').select(['id', 'latitude', 'longitude']).execute();
    const offering = new Set(all.map(({ id }) => id));
    for (const near of [
      { latitude: 35.68, longitude: 139.76 },
      { latitude: 43.9, longitude: 144.6 },
      { latitude: 26.2, longitude: 127.7 },
      { latitude: 33.1, longitude: 139.8 },
    ]) {
      const expected = rows
        .filter(({ id }) => offering.has(id))
        .map((row) => ({ id: row.id, distance: distanceBetween(near, row) }))
        .toSorted((a, b) => a.distance - b.distance)
        .slice(0, 20)
        .map(({ distance }) => Math.round(distance));
      const stores = await offeringStores(db, { near, limit: 20 }, NOW);
      expect(stores.map(({ distance }) => distance)).toEqual(expected);
    }
  });
});

describe('open now is the hours of kiosks and store together (R24)', () => {
  it.each([
    ['2026-03-01T06:29:59.999', false, false],
    ['2026-03-01T06:30:00', true, false],
    ['2026-03-01T09:00:00', true, true],
    ['2026-03-01T21:59:59', true, true],
    ['2026-03-01T22:00:00', true, false],
    ['2026-03-01T22:59:59.999', true, false],
    ['2026-03-01T23:00:00', false, false],
  ])('at %s', async (time, convenience, supermarket) => {
    const now = new Date(`${time}+09:00`);
    const stores = await offeringStores(db, { limit: 10_000 }, now);
    const open = (chain: string) =>
      new Set(
        stores
          .filter(
            (one) =>
              one.chain === chain && one.hours?.closes === (chain === 'ローソン' ? undefined : '22:00'),
          )
          .map(({ openNow }) => openNow),
      );
    expect(open('ローソン')).toEqual(new Set([convenience]));
    expect(open('イオン北海道').has(supermarket)).toBe(true);
  });
});
