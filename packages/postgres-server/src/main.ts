import { resolve } from 'node:path';
import { findPostgres, startPostgres } from './local-postgres.ts';

/** `npm run postgres -- FOLDER [PORT]`: a server to try things with. */
const [folder, port] = process.argv.slice(2);
const programs = await findPostgres();
if (folder === undefined || programs === undefined) {
  console.error(
    programs === undefined
      ? 'PostgreSQL is not installed (on Debian: apt-get install postgresql)'
      : 'npm run postgres -- FOLDER [PORT]',
  );
  process.exit(programs === undefined ? 69 : 64);
}
const server = await startPostgres({
  programs,
  folder: resolve(folder),
  durable: true,
  ...(port !== undefined && { port: Number(port) }),
});
console.log(`DATABASE_URL=${server.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
