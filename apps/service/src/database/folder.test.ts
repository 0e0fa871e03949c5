import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, FolderLock } from './folder-lock.ts';
import { openDatabase } from './open.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaijo-db-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Runs a program of the built package in a process of its own; `say` lines come back one by one. */
function start(program: string): { child: ChildProcess; lines: AsyncIterator<string> } {
  const built = new URL('../../dist/database/', import.meta.url);
  const source = program.replaceAll('@built/', built.href).replaceAll('@folder', JSON.stringify(folder));
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: new URL('.', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout === null) throw new Error('no output');
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

const WRITE_AND_SAY = `
  import { openDatabase } from '@built/open.js';
  import { transaction } from '@built/transaction.js';
  import { sql } from 'kysely';
  const { db } = await openDatabase({ place: { kind: 'folder', folder: @folder }, migrations: {} });
  await sql\`create table if not exists written (n int8 primary key)\`.execute(db);
  const { rows } = await sql\`select coalesce(max(n), 0) as n from written\`.execute(db);
  for (let n = rows[0].n + 1; ; n++) {
    await transaction(db, (tx) => sql\`insert into written values (\${n})\`.execute(tx));
    process.stdout.write(n + '\\n');
  }
`;

const HOLD_LOCK = `
  import { FolderLock } from '@built/folder-lock.js';
  try {
    await FolderLock.take(@folder);
    console.log('taken');
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.name);
  }
`;

describe('the embedded database in its folder', () => {
  it('R33: keeps every row that it acknowledged, when the process is killed at any moment', async () => {
    let acknowledged = 0;
    for (const rowsUntilKill of [1, 40, 7]) {
      const { child, lines } = start(WRITE_AND_SAY);
      for (let row = 0; row < rowsUntilKill; row++) acknowledged = Number((await lines.next()).value);
      child.kill('SIGKILL');
      // What it said before it died counts as well.
      for (let line = await lines.next(); !line.done; line = await lines.next())
        acknowledged = Number(line.value);
    }
    const { db, close } = await openDatabase({ place: { kind: 'folder', folder }, migrations: {} });
    const { rows } = await sql<{ n: number }>`select n from written order by n`.execute(db);
    await close();
    const kept = rows.map(({ n }) => n);
    expect(kept.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, (_, row) => row + 1));
    // A transaction may have been committed and its answer lost.
    expect(kept.length - acknowledged).toBeLessThanOrEqual(1);
  });

  it('belongs to one process: a second is told so', async () => {
    const { lines } = start(HOLD_LOCK);
    expect((await lines.next()).value).toBe('taken');
    const open = openDatabase({ place: { kind: 'folder', folder }, migrations: {} });
    await expect(open).rejects.toThrow(FolderInUse);
    await expect(open).rejects.toThrow('in use by another process: stop that one first');
  });

  it('is free at once when its process was killed', async () => {
    const { child, lines } = start(HOLD_LOCK);
    await lines.next();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await FolderLock.take(folder);
    await expect(FolderLock.take(folder)).rejects.toThrow(FolderInUse);
    await lock.release();
    await (await FolderLock.take(folder)).release();
  });

  it('goes to one of several processes that find it left by a dead one', async () => {
    const first = start(HOLD_LOCK);
    await first.lines.next();
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const said = await Promise.all([1, 2, 3].map(async () => (await start(HOLD_LOCK).lines.next()).value));
    expect(said.sort()).toEqual(['FolderInUse', 'FolderInUse', 'taken']);
  });
});
