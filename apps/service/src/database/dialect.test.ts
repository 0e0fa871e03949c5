import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../schema.ts';
import { dialectFaults } from './dialect-faults.ts';

/** What a migration would run, without a database. */
async function statementsOf(name: string): Promise<string[]> {
  const statements: string[] = [];
  const connection: DatabaseConnection = {
    executeQuery: async ({ sql }: CompiledQuery) => {
      statements.push(sql);
      return { rows: [] };
    },
    async *streamQuery() {},
  };
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => Object.assign(new DummyDriver(), { acquireConnection: async () => connection }),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  await MIGRATIONS[name]?.up(db);
  return statements;
}

describe('the tables are made in the dialect that PostgreSQL and its distributed kin share', () => {
  it.each(Object.keys(MIGRATIONS))('%s', async (name) => {
    const statements = await statementsOf(name);
    expect(statements).not.toEqual([]);
    expect(statements.flatMap(dialectFaults)).toEqual([]);
    const tables = statements.filter((statement) => statement.startsWith('create table'));
    for (const table of tables) expect(table).toContain('primary key');
  });

  it('applies migrations in the order of their names, as Kysely does', () => {
    expect(Object.keys(MIGRATIONS)).toEqual(Object.keys(MIGRATIONS).sort());
  });

  it('goes forward only', () => {
    for (const migration of Object.values(MIGRATIONS)) expect(migration.down).toBeUndefined();
  });

  it.each([
    'select pg_advisory_xact_lock($1)',
    'select pg_try_advisory_lock(1)',
    'LISTEN sealed',
    "notify sealed, 'x'",
    'create table t (id bigserial primary key)',
    'create table t (id serial)',
    'create table t (id int8 generated always as identity)',
    "select nextval('t_id_seq')",
    'create table t (a uuid references u(id))',
    'alter table t add constraint f foreign key (a) references u (id)',
    'create trigger x before update on t execute function f()',
    'insert into t values (now())',
    'create table t (at timestamp)',
    'create table t (at timestamp(3) not null)',
    'lock table t in share mode',
    'select ctid from t',
  ])('would notice: %s', (statement) => {
    expect(dialectFaults(statement)).not.toEqual([]);
  });

  it.each([
    'create table "listen" ("at" timestamptz(3) not null)',
    "insert into t values ('now() and notify')",
    'select "id" from "audit_entry" where "leaf_index" is null order by "at" limit $1 for update',
    'insert into "a" values ($1) on conflict do nothing',
  ])('allows: %s', (statement) => {
    expect(dialectFaults(statement)).toEqual([]);
  });
});
