import { freshDatabase } from './fresh-database.ts';
import { findPostgres } from './local-postgres.ts';

/** Where a test keeps its tables. */
export type TestDatabasePlace =
  | { readonly kind: 'memory' }
  | { readonly kind: 'server'; readonly url: string; readonly connections: number };

/**
 * The switch between the two engines: the embedded one in memory, or a new database on the server that
 * KAIJO_TEST_DATABASE names (`npm run test:postgres` starts one).
 */
export async function testDatabasePlace(): Promise<TestDatabasePlace> {
  const server = process.env.KAIJO_TEST_DATABASE;
  if (!server) return { kind: 'memory' };
  const programs = await findPostgres();
  if (programs === undefined) throw new Error('KAIJO_TEST_DATABASE needs the programs of PostgreSQL');
  return { kind: 'server', url: await freshDatabase(programs, server), connections: 10 };
}
