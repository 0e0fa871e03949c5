import { findPostgres, startPostgres } from '@kaijo/postgres-server';

/** One server for all files of a run; each test opens a database of its own on it. */
export default async function startServer(): Promise<() => Promise<void>> {
  const programs = await findPostgres();
  if (programs === undefined)
    throw new Error('PostgreSQL is not installed (on Debian: apt-get install postgresql)');
  const server = await startPostgres({ programs, durable: false, connections: 200 });
  process.env.KAIJO_TEST_DATABASE = server.url;
  return () => server.stop();
}
