import { it } from 'vitest';
import { openDatabase, transaction } from '../database/index.ts';
import { MIGRATIONS } from '../schema.ts';
import { findPostgres, startPostgres } from '../testing/postgres.ts';
import { offeringStores } from './storage.ts';

it.each(['memory', 'server'] as const)('bench %s', async (kind) => {
  const pg = kind === 'server' ? await startPostgres((await findPostgres()) as string) : undefined;
  const open = await openDatabase({
    place: pg ? { kind: 'server', url: pg.url, connections: 4 } : { kind: 'memory' },
    migrations: MIGRATIONS,
  });
  const { db } = open;
  const chains = ['lawson', 'familymart', 'seven-eleven'];
  for (let n = 0; n < 60; n++)
    await db
      .insertInto('store')
      .values(
        Array.from({ length: 1000 }, (_, i) => ({
          id: crypto.randomUUID(),
          chain: chains[i % 3] as string,
          name: 'x',
          prefecture: `p${i % 47}`,
          address: 'a',
          latitude: 30 + Math.random() * 14,
          longitude: 130 + Math.random() * 14,
        })),
      )
      .execute();
  const t = async (label: string, q: object) => {
    const times = [];
    for (let i = 0; i < 15; i++) {
      const s = performance.now();
      await offeringStores(db, q as never, new Date('2026-03-01'));
      times.push(performance.now() - s);
    }
    times.sort((a, b) => a - b);
    console.log(kind, label, times[7]?.toFixed(1), 'ms');
  };
  await t('near, auth, 50', { pin: 'auth', near: { latitude: 35.6, longitude: 139.7 }, limit: 50 });
  await t('near, auth, 5', { pin: 'auth', near: { latitude: 35.6, longitude: 139.7 }, limit: 5 });
  await t('no place', { limit: 50 });
  await transaction(db, async (tx) => {
    await tx.deleteFrom('offer').execute();
  });
  await t('nobody offers: all pages', { pin: 'auth', near: { latitude: 35.6, longitude: 139.7 }, limit: 5 });
  await open.close();
  await pg?.stop();
}, 200000);
