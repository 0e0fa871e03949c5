import { findPostgres, type LocalPostgres, startPostgres } from '@kaijo/postgres-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, type OpenDatabase, openDatabase, transaction } from '../database/index.ts';
import { MIGRATIONS } from '../schema.ts';
import type { FaceOutcome, Judged } from './rules.ts';
import { checkRestricted, recordFaceOutcome } from './storage.ts';

const NOW = new Date('2026-03-01T12:00:00+09:00');
const programs = await findPostgres();

/** The embedded database runs one transaction after the other; only a server shows what happens at the same time. */
describe.skipIf(programs === undefined)(
  'R19, R21: face checks that fail at the same time, on PostgreSQL',
  () => {
    let server: LocalPostgres;
    let open: OpenDatabase;
    let db: Database;
    beforeAll(async () => {
      server = await startPostgres({ programs: programs as string, port: 'socket', durable: false });
      open = await openDatabase({
        place: { kind: 'server', url: server.url, connections: 20 },
        migrations: MIGRATIONS,
      });
      db = open.db;
    });
    afterAll(async () => {
      await open?.close();
      await server?.stop();
    });
    beforeEach(() => db.deleteFrom('face_failure_count').execute());

    const judged = (cardRef: string, appRef: string, outcome: FaceOutcome = 'mismatch') =>
      transaction(db, (tx) => recordFaceOutcome(tx, { cardRef, appRef, outcome, now: NOW }));
    const kinds = (all: readonly Judged[]) => all.map(({ kind }) => kind).toSorted();
    const times = <T>(count: number, one: (i: number) => T) =>
      Array.from({ length: count }, (_, i) => one(i));

    it('five from two phones at once: the fifth restricts, and no sixth is counted', async () => {
      for (let round = 0; round < 20; round++) {
        const card = `card-${round}`;
        const all = await Promise.all(times(8, (i) => judged(card, `${card}-phone-${i % 2}`)));
        expect(kinds(all)).toEqual([...times(5, () => 'failed'), ...times(3, () => 'restricted')]);
        const left = all.flatMap((one) => (one.kind === 'failed' ? one.triesLeft : []));
        expect(left.toSorted()).toEqual([0, 1, 2, 3, 4]);
      }
    });

    it('a match that comes in after the fifth failure is void', async () => {
      for (let round = 0; round < 20; round++) {
        const card = `card-${round}`;
        for (let i = 0; i < 4; i++) await judged(card, `${card}-a`);
        const [failure, match] = await Promise.all([
          judged(card, `${card}-a`),
          judged(card, `${card}-b`, 'match'),
        ]);
        // Whichever came first: never both a restriction and a success, and never neither.
        if (match.kind === 'passed') expect(failure).toMatchObject({ kind: 'failed' });
        else expect([failure.kind, match.kind]).toEqual(['failed', 'restricted']);
        const standing = await checkRestricted(db, { appRef: `${card}-b`, cardRef: card }, NOW);
        expect(standing.kind).toBe(match.kind === 'passed' ? 'free' : 'restricted');
      }
    });

    it('many cards and phones crosswise neither lose a count nor wait in a circle', async () => {
      const all = await Promise.all(
        times(120, async (i) => {
          const who = { card: `card-${i % 3}`, app: `phone-${Math.floor(i / 3) % 4}` };
          return { ...who, judged: await judged(who.card, who.app) };
        }),
      );
      const rows = await db.selectFrom('face_failure_count').selectAll().execute();
      for (const row of rows) {
        const counted = all.filter((one) => one[row.of] === row.ref && one.judged.kind === 'failed');
        expect(row.failures).toBe(counted.length);
        expect(row.failures).toBeLessThanOrEqual(5);
      }
      expect(rows.some(({ failures }) => failures === 5)).toBe(true);
    });
  },
);
