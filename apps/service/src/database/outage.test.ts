import { findPostgres, type LocalPostgres, startPostgres } from '@kaijo/postgres-server';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerOnce, type RepeatableSteps } from '../idempotency/index.ts';
import { systemRandom } from '../random.ts';
import { MIGRATIONS } from '../schema.ts';
import { startSwallowingProxy } from '../testing/swallowing-proxy.ts';
import { type OpenDatabase, openDatabase } from './open.ts';
import { type Transaction, transaction } from './transaction.ts';
import { DatabaseUnavailable } from './trouble.ts';

const programs = await findPostgres();

describe.skipIf(programs === undefined)('the database goes away', () => {
  let server: LocalPostgres;
  let direct: OpenDatabase;

  beforeAll(async () => {
    server = await startPostgres({ programs: programs as string, durable: false });
    direct = await openAt(server.url);
    await sql`create table act (id int primary key, times int not null)`.execute(direct.db);
  });
  beforeEach(async () => {
    await sql`truncate act`.execute(direct.db);
    await sql`insert into act values (1, 0)`.execute(direct.db);
  });
  afterAll(async () => {
    await direct?.close();
    await server?.stop();
  });

  it('killed and started again: the next transactions run, over new connections', async () => {
    const busy = (): Promise<unknown>[] => Array.from({ length: 10 }, () => transaction(direct.db, act));
    await Promise.all(busy());
    await server.kill();
    await server.start();
    await Promise.all(busy());
    expect(await timesActed()).toBe(20);
  });

  it('away: what is asked is refused as unavailable, and nothing of it is done', async () => {
    await server.kill();
    try {
      await expect(transaction(direct.db, act)).rejects.toMatchObject({
        name: 'DatabaseUnavailable',
        committed: 'no',
      });
      await expect(sql`select 1`.execute(direct.db)).rejects.toBeInstanceOf(DatabaseUnavailable);
    } finally {
      await server.start();
    }
    expect(await timesActed()).toBe(0);
  });

  it('dies within a transaction: the work runs again from its beginning, and counts once', async () => {
    let runs = 0;
    await transaction(direct.db, async (tx) => {
      await act(tx);
      if (++runs > 1) return;
      await server.kill();
      await server.start();
      await act(tx);
    });
    expect([runs, await timesActed()]).toEqual([2, 1]);
  });

  it('breaks the connection while it commits: that is said, and nothing is run again', async () => {
    await withProxy(async (db, cutCommit) => {
      let runs = 0;
      const work = transaction(db, async (tx) => {
        runs++;
        await act(tx);
        cutCommit();
      });
      await expect(work).rejects.toMatchObject({ name: 'DatabaseUnavailable', committed: 'unknown' });
      expect([runs, await timesActed()]).toEqual([1, 1]);
    });
  });

  it('breaks it while it commits a call that has a key: its first answer is found, and it counts once', async () => {
    await withProxy(async (db, cutCommit) => {
      const steps: RepeatableSteps<undefined> = {
        prepare: async () => ({ prepared: undefined }),
        decide: async (tx) => {
          await act(tx);
          cutCommit();
          return { answer: { status: 200, contentType: 'text/plain', body: 'done' }, transient: false };
        },
      };
      const call = {
        key: crypto.randomUUID(),
        principal: 'somebody',
        target: 'POST /',
        fingerprint: new Uint8Array(32),
      };
      const outcome = await answerOnce(
        { db, clock: { now: () => new Date() }, random: systemRandom },
        call,
        steps,
      );
      expect(outcome).toMatchObject({ kind: 'answer', answer: { body: 'done' }, repeated: true });
      expect(await timesActed()).toBe(1);
    });
  });

  it('gets a column from a newer version: what this one has prepared goes on, alone and in transactions', async () => {
    const all = () => sql`select * from act where id = ${1}`;
    const everyConnection = () =>
      Promise.all(Array.from({ length: 10 }, () => transaction(direct.db, (tx) => all().execute(tx))));
    await everyConnection();
    await sql`alter table act add column note text`.execute(direct.db);
    try {
      await everyConnection();
      await sql`alter table act add column further text`.execute(direct.db);
      expect((await all().execute(direct.db)).rows).toEqual([{ id: 1, times: 0, note: null, further: null }]);
    } finally {
      await sql`alter table act drop column note, drop column further`.execute(direct.db);
    }
  });

  it('has become a standby: it is left, as one that is away', async () => {
    const work = transaction(direct.db, async (tx) => {
      await sql`set transaction read only`.execute(tx);
      await act(tx);
    });
    await expect(work).rejects.toMatchObject({ name: 'DatabaseUnavailable', code: '25006' });
  });

  async function act(tx: Transaction): Promise<void> {
    await sql`update act set times = times + 1 where id = 1`.execute(tx);
  }

  async function timesActed(): Promise<number> {
    const { rows } = await sql<{ times: number }>`select times from act where id = 1`.execute(direct.db);
    return rows[0]?.times ?? Number.NaN;
  }

  async function withProxy(
    work: (db: OpenDatabase['db'], cutCommit: () => void) => Promise<void>,
  ): Promise<void> {
    await using proxy = await startSwallowingProxy(Number(new URL(server.url).port));
    const url = new URL(server.url);
    url.port = String(proxy.port);
    const { db, close } = await openAt(url.href);
    let cuts = 0;
    try {
      await work(db, () => {
        if (cuts++ === 0) proxy.swallowAnswerTo('commit');
      });
    } finally {
      await close();
    }
  }
});

function openAt(url: string): Promise<OpenDatabase> {
  return openDatabase({ place: { kind: 'server', url, connections: 10 }, migrations: MIGRATIONS });
}
