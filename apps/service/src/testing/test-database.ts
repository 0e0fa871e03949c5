import { testDatabasePlace } from '@kaijo/postgres-server';
import { sql } from 'kysely';
import { dialectFaults } from '../database/dialect-faults.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { MIGRATIONS } from '../schema.ts';

/** A database for the tests of one file: opening takes seconds, `clear` takes milliseconds. */
export interface TestDatabase {
  readonly db: Database;
  /** Empties every table. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** With all tables: in memory, or on the server of KAIJO_TEST_DATABASE (`npm run test:postgres`). A statement outside the common dialect fails the test that runs it. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const faults: string[] = [];
  const { db, close } = await openDatabase({
    place: await testDatabasePlace(),
    migrations: MIGRATIONS,
    onStatement: ({ query }) => faults.push(...dialectFaults(query.sql)),
  });
  const tables = (await db.introspection.getTables())
    .map(({ name }) => name)
    .filter((name) => name !== 'schema_migration');
  const reportFaults = () => {
    if (faults.length > 0) throw new Error(`outside the common dialect: ${faults.splice(0).join('; ')}`);
  };
  return {
    db,
    clear: async () => {
      reportFaults();
      await sql`truncate ${sql.join(tables.map((name) => sql.table(name)))}`.execute(db);
    },
    close: async () => {
      await close();
      reportFaults();
    },
  };
}
