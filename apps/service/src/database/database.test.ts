import { findPostgres, freshDatabase, type LocalPostgres, startPostgres } from '@kaijo/postgres-server';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../schema.ts';
import { type DatabasePlace, openDatabase } from './open.ts';
import { readTogether } from './read-together.ts';
import { type Database, transaction } from './transaction.ts';

/** Tables of these tests alone. */
interface TestTables {
  thing: { id: string; at: Date; day: string; bytes: Uint8Array; facts: unknown; count: number };
}

const programs = await findPostgres();
const PLACES = ['PGlite', 'PostgreSQL'] as const;

let server: LocalPostgres | undefined;
beforeAll(async () => {
  server =
    programs === undefined ? undefined : await startPostgres({ programs, port: 'socket', durable: false });
});
afterAll(() => server?.stop());

function placeOf(name: (typeof PLACES)[number]): DatabasePlace {
  if (name === 'PGlite') return { kind: 'memory' };
  if (server === undefined) throw new Error('no server');
  return { kind: 'server', url: server.url, connections: 10 };
}

describe.each(PLACES)('the database, on %s', (name) => {
  const missing = name === 'PostgreSQL' && programs === undefined;
  let db: Database;
  let things: Kysely<TestTables>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    if (missing) return;
    ({ db, close } = await openDatabase({ place: placeOf(name), migrations: MIGRATIONS }));
    things = db as unknown as Kysely<TestTables>;
    await db.schema
      .createTable('thing')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('at', 'timestamptz(3)')
      .addColumn('day', 'date')
      .addColumn('bytes', 'bytea')
      .addColumn('facts', 'jsonb')
      .addColumn('count', 'int8')
      .execute();
  });
  afterAll(() => close?.());

  it.skipIf(missing).each(['Asia/Tokyo', 'America/New_York', 'Pacific/Apia'])(
    'gives back what was stored, to the millisecond and byte, with TZ=%s',
    async (zone) => {
      const before = process.env.TZ;
      process.env.TZ = zone;
      try {
        const stored = {
          id: crypto.randomUUID(),
          at: new Date('2026-03-08T07:30:00.123Z'),
          day: '2026-03-08',
          bytes: Uint8Array.of(0, 255, 92, 39),
          facts: { list: [1, 'two', null], text: '解錠' },
          count: Number.MAX_SAFE_INTEGER,
        };
        await things
          .insertInto('thing')
          .values({ ...stored, facts: JSON.stringify(stored.facts) })
          .execute();
        const row = await things
          .selectFrom('thing')
          .selectAll()
          .where('id', '=', stored.id)
          .executeTakeFirstOrThrow();
        expect(row).toEqual(stored);
        expect(row.bytes.constructor).toBe(Uint8Array);
        const same = things
          .selectFrom('thing')
          .select('id')
          .where('at', '=', stored.at)
          .where('bytes', '=', stored.bytes);
        expect(await same.where('id', '=', stored.id).execute()).toHaveLength(1);
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    },
  );

  it.skipIf(missing)(
    'reads several queries together: moments as text to the millisecond, nothing as no rows',
    async () => {
      const id = crypto.randomUUID();
      const facts = { ja: 'ただいま', list: [1, null] };
      await things
        .insertInto('thing')
        .values({ ...THING, id, at: new Date('2026-03-08T07:30:00.123Z'), facts: JSON.stringify(facts) })
        .execute();
      const select = things.selectFrom('thing').select(['id', 'at', 'day', 'facts', 'count']);
      const { found, none, counted } = await transaction(db, (tx) =>
        readTogether(tx, {
          found: select.where('id', '=', id),
          none: select.where('id', '=', crypto.randomUUID()),
          counted: things
            .selectFrom('thing')
            .select(({ fn }) => fn.countAll<number>().as('rows'))
            .where('id', '=', id),
        }),
      );
      expect(found).toEqual([{ id, at: expect.any(String), day: THING.day, facts, count: THING.count }]);
      expect(new Date(found[0]?.at ?? '')).toEqual(new Date('2026-03-08T07:30:00.123Z'));
      expect([none, counted]).toEqual([[], [{ rows: 1 }]]);
    },
  );

  it.skipIf(missing)('undoes a transaction that throws, and goes on', async () => {
    const id = crypto.randomUUID();
    const work = transaction(db, async (tx) => {
      await (tx as unknown as Kysely<TestTables>)
        .insertInto('thing')
        .values({ ...THING, id })
        .execute();
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await things.selectFrom('thing').selectAll().where('id', '=', id).execute()).toEqual([]);
  });

  it.runIf(name === 'PGlite')(
    'refuses the database inside a transaction: it would wait for itself',
    async () => {
      const work = transaction(db, async () => {
        await things.selectFrom('thing').selectAll().execute();
      });
      await expect(work).rejects.toThrow('inside a transaction use the transaction');
    },
  );

  it.skipIf(missing).each(['40001', '40P01', '23505'])(
    'runs work again that the database lost (SQLSTATE %s)',
    async (code) => {
      let runs = 0;
      const result = await transaction(db, async (tx) => {
        runs++;
        if (runs < 3) await raise(tx, code);
        return (await sql<{ one: number }>`select 1 as one`.execute(tx)).rows[0]?.one;
      });
      expect([result, runs]).toEqual([1, 3]);
    },
  );

  it.skipIf(missing)('gives up after eight tries, and at once for any other error', async () => {
    let runs = 0;
    const lost = transaction(db, async (tx) => {
      runs++;
      await raise(tx, '40001');
    });
    await expect(lost).rejects.toMatchObject({ code: '40001' });
    expect(runs).toBe(8);
    const broken = transaction(db, async (tx) => {
      runs++;
      await raise(tx, '23514');
    });
    await expect(broken).rejects.toMatchObject({ code: '23514' });
    expect(runs).toBe(9);
  });

  it.skipIf(missing)('lets one of many conditional updates win', async () => {
    const id = crypto.randomUUID();
    await things
      .insertInto('thing')
      .values({ ...THING, id, count: 0 })
      .execute();
    const attempts = Array.from({ length: 20 }, (_, attempt) =>
      transaction(db, async (tx) => {
        const change = (tx as unknown as Kysely<TestTables>).updateTable('thing').set({ count: attempt + 1 });
        const { numUpdatedRows } = await change
          .where('id', '=', id)
          .where('count', '=', 0)
          .executeTakeFirst();
        return numUpdatedRows;
      }),
    );
    const won = (await Promise.all(attempts)).filter((rows) => rows === 1n);
    expect(won).toHaveLength(1);
  });
});

describe.skipIf(programs === undefined)('several processes on one PostgreSQL', () => {
  it('bring the tables up to date once, whoever starts first', async () => {
    if (server === undefined || programs === undefined) throw new Error('no server');
    const url = await freshDatabase(programs, server.url);
    const place = { kind: 'server', url, connections: 2 } as const;
    const opened = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ place, migrations: MIGRATIONS })));
    const applied = await sql`select name from schema_migration where name <> ''`.execute(
      opened[0]?.db as Database,
    );
    expect(applied.rows).toHaveLength(Object.keys(MIGRATIONS).length);
    await Promise.all(opened.map(({ close }) => close()));
  });

  it('refuses to run on tables that are newer than the program', async () => {
    if (server === undefined || programs === undefined) throw new Error('no server');
    const url = await freshDatabase(programs, server.url);
    const place = { kind: 'server', url, connections: 2 } as const;
    const later = { ...MIGRATIONS, '9999-later': { up: async () => {} } };
    await (await openDatabase({ place, migrations: later })).close();
    await expect(openDatabase({ place, migrations: MIGRATIONS })).rejects.toThrow('9999-later');
  });
});

const THING = {
  at: new Date(0),
  day: '2026-01-01',
  bytes: new Uint8Array(),
  facts: '{}',
  count: 0,
};

async function raise(tx: Kysely<never> | unknown, code: string): Promise<void> {
  await sql.raw(`do $$ begin raise exception using errcode = '${code}'; end $$`).execute(tx as Kysely<never>);
}
