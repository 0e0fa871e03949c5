import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { layEmptyDatabase, makeEmptyDatabase } from './empty-database.ts';
import { openDatabase } from './open.ts';

let folder: string;
beforeAll(makeEmptyDatabase, 120_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaijo-db-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('a new folder is a working database, also where an earlier process was killed while it laid one', async () => {
  await mkdir(join(folder, 'pgdata.draft'));
  await writeFile(join(folder, 'pgdata.draft', 'PG_VERSION'), '18');
  const { db, close } = await openDatabase({ place: { kind: 'folder', folder }, migrations: {} });
  await sql`create table written (n int8)`.execute(db);
  await close();
  expect(await readdir(folder)).not.toContain('pgdata.draft');
  const again = await openDatabase({ place: { kind: 'folder', folder }, migrations: {} });
  expect((await sql`select * from written`.execute(again.db)).rows).toEqual([]);
  await again.close();
});

it('nothing is laid over a database that is there', async () => {
  const dataDir = join(folder, 'pgdata');
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'PG_VERSION'), 'mine');
  await layEmptyDatabase(dataDir);
  expect(await readdir(dataDir)).toEqual(['PG_VERSION']);
  expect(await readFile(join(dataDir, 'PG_VERSION'), 'utf8')).toBe('mine');
});
