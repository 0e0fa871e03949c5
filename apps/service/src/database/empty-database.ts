import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';

/**
 * A new database as PGlite makes it (initdb, several seconds of CPU), made once when the project is built and copied from
 * then on. It is never needed: without it PGlite makes its own. One folder for each version of PGlite.
 */
const MADE = join(fileURLToPath(new URL('../../dist/empty-database', import.meta.url)), pgliteVersion());
const FILES = join(MADE, 'pgdata');
const ARCHIVE = join(MADE, 'pgdata.tar');

/** For a database in memory. */
export async function emptyDatabaseArchive(): Promise<Blob | undefined> {
  const bytes = await readFile(ARCHIVE).catch(() => undefined);
  return bytes && new Blob([new Uint8Array(bytes)], { type: 'application/x-tar' });
}

/**
 * Lays an empty database where there is nothing yet. It appears at `dataDir` whole or not at all, whenever the process is
 * killed; drafts of one that was are taken away. The caller holds the folder's lock.
 */
export async function layEmptyDatabase(dataDir: string): Promise<void> {
  const draft = `${dataDir}.draft`;
  await rm(draft, { recursive: true, force: true });
  if ((await exists(dataDir)) || !(await exists(FILES))) return;
  await cp(FILES, draft, { recursive: true });
  await rename(draft, dataDir);
}

/** The build's step; does nothing where it was done before. */
export async function makeEmptyDatabase(): Promise<void> {
  if (await exists(MADE)) return;
  const draft = `${MADE}.${process.pid}`;
  // PGlite's files may be written by anybody: nobody else gets at them.
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const pglite = await PGlite.create({ dataDir: join(draft, 'pgdata') });
    const archive = await pglite.dumpDataDir('none');
    await pglite.close();
    await writeFile(join(draft, 'pgdata.tar'), new Uint8Array(await archive.arrayBuffer()));
    await rename(draft, MADE);
  } catch (error) {
    if (!(await exists(MADE))) throw error; // else another build was faster
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = createRequire(import.meta.url)(join(dirname(entry), '..', 'package.json'));
  return (manifest as { version: string }).version;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
