import { findPostgres, type LocalPostgres, startPostgres } from '@kaijo/postgres-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, type OpenDatabase, openDatabase, transaction } from '../database/index.ts';
import { randomUuid, systemRandom } from '../random.ts';
import { MIGRATIONS } from '../schema.ts';
import { authoriseReservation, holdReservation } from './kiosk-steps.ts';
import { makeReservation } from './make.ts';
import { cancel } from './rules.ts';
import { changeReservation, findReservation } from './storage.ts';
import { endReservations } from './sweep.ts';

const programs = await findPostgres();

/**
 * The races once more on a database with real transactions side by side; the embedded one has a single connection.
 */
describe.skipIf(programs === undefined)('races on PostgreSQL, many connections', () => {
  let server: LocalPostgres;
  let opened: OpenDatabase;
  let db: Database;
  beforeAll(async () => {
    server = await startPostgres({ programs: programs as string, port: 'socket', durable: false });
    opened = await openDatabase({
      place: { kind: 'server', url: server.url, connections: 20 },
      migrations: MIGRATIONS,
    });
    db = opened.db;
  });
  afterAll(async () => {
    await opened?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    await db.deleteFrom('reservation').execute();
    await db.deleteFrom('audit_entry').execute();
  });

  const NOON = new Date('2026-03-01T12:00:00+09:00');
  const uuid = () => randomUuid(systemRandom);
  const kiosk = () => ({ session: uuid(), kiosk: uuid() });

  const make = (cardRef = 'card') =>
    transaction(db, (tx) =>
      makeReservation(tx, {
        cardRef,
        appRef: 'app',
        phoneSession: uuid(),
        targetPin: 'sign',
        now: NOON,
        random: systemRandom,
      }),
    );
  const many = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, work));
  const count = async (kind: string) =>
    (await db.selectFrom('audit_entry').select('id').where('kind', '=', kind).execute()).length;

  it('twenty phones reserve one card: each is answered, one reservation stays open', async () => {
    const made = await many(20, () => make());
    expect(made.map(({ kind }) => kind)).toEqual(Array(20).fill('made'));
    const rows = await db.selectFrom('reservation').select(['state', 'ended_by']).execute();
    expect(rows.filter(({ state }) => state === 'open')).toHaveLength(1);
    expect(rows.filter(({ ended_by }) => ended_by === 'replaced')).toHaveLength(19);
    expect([await count('reservation.made'), await count('reservation.replaced')]).toEqual([20, 19]);
  });

  it('twenty kiosks hold one reservation: one of them does', async () => {
    await make();
    const held = await many(20, () =>
      transaction(db, (tx) => holdReservation(tx, { cardRef: 'card', by: kiosk(), now: NOON })),
    );
    expect(held.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(
      held.filter((one) => one.kind === 'refuse' && one.refusal.problem === 'reservation-in-use'),
    ).toHaveLength(19);
  });

  it('cancel against authorise: in fifty races each has one winner, and the loser is told', async () => {
    const winners = new Set<string>();
    for (let race = 0; race < 50; race++) {
      const by = kiosk();
      const made = await make(`card-${race}`);
      if (made.kind !== 'made') throw new Error(made.refusal.problem);
      const { id } = made.reservation;
      await transaction(db, (tx) => holdReservation(tx, { cardRef: `card-${race}`, by, now: NOON }));
      const cancelling = () =>
        transaction(db, (tx) =>
          changeReservation(
            tx,
            () => findReservation(tx, id),
            (stored) => cancel(stored, NOON),
          ),
        );
      const authorising = () => transaction(db, (tx) => authoriseReservation(tx, { id, by, now: NOON }));
      // Who begins alternates, or one of them would win by its head start alone.
      const [cancelled, authorised] =
        race % 2 === 0
          ? await Promise.all([cancelling(), authorising()])
          : (await Promise.all([authorising(), cancelling()])).toReversed();
      const state = (await findReservation(db, id))?.state ?? 'none';
      winners.add(state);
      expect([cancelled?.kind, authorised?.kind]).toEqual(
        state === 'ended' ? ['changed', 'refuse'] : ['refuse', 'done'],
      );
    }
    expect([...winners].sort()).toEqual(['ended', 'initialising']);
  });

  it('five sweepers write each end once', async () => {
    for (let card = 0; card < 30; card++) await make(`card-${card}`);
    const clock = { now: () => new Date(NOON.getTime() + 24 * 3_600_000) };
    const written = await many(5, () => endReservations(db, clock));
    expect(written.reduce((sum, one) => sum + one, 0)).toBe(30);
    expect(await count('reservation.expired')).toBe(30);
  });
});
