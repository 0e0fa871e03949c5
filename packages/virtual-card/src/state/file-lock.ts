import { randomUUID } from 'node:crypto';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';

/** A lock file that belongs to this process until it is released, or until the process is gone. */
export interface FileLock {
  release(): Promise<void>;
}

/** Who holds a lock that was not to be had. */
export interface LockHolder {
  readonly pid: number;
}

export type LockOutcome =
  | { readonly ok: true; readonly lock: FileLock }
  | { readonly ok: false; readonly holder: LockHolder };

interface Owner {
  readonly pid: number;
  /** When the process began, where the system tells; a process id alone may have been given away again. */
  readonly started: string | null;
  readonly token: string;
}

/**
 * Takes the lock file at `path`, which names its owner. A lock whose owner has ended is taken over, so that a killed
 * process does not leave a card locked up.
 */
export async function takeFileLock(path: string): Promise<LockOutcome> {
  const owner: Owner = { pid: process.pid, started: await startOf(process.pid), token: randomUUID() };
  const draft = `${path}.${owner.token}`;
  await writeFile(draft, JSON.stringify(owner), { mode: 0o600, flag: 'wx' });
  try {
    for (;;) {
      if (await linked(draft, path)) return { ok: true, lock: lockOf(path, owner) };
      const holder = await readOwner(path);
      if (holder !== undefined && (await isAlive(holder))) return { ok: false, holder: { pid: holder.pid } };
      await removeStale(path, holder, draft);
    }
  } finally {
    await unlink(draft);
  }
}

function lockOf(path: string, owner: Owner): FileLock {
  return {
    async release() {
      if ((await readOwner(path))?.token === owner.token) await unlink(path);
    },
  };
}

/** A hard link, unlike a rename, fails when the name is taken, and the lock is never seen half written. */
async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Moves the stale lock aside first: when two processes try, one of them may have got a new lock, and puts it back. */
async function removeStale(path: string, stale: Owner | undefined, draft: string): Promise<void> {
  const aside = `${draft}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await readOwner(aside))?.token !== stale?.token) await linked(aside, path);
  await unlink(aside);
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(path, 'utf8')) as Partial<Owner> | null;
    return typeof owner?.pid === 'number'
      ? { pid: owner.pid, started: owner.started ?? null, token: owner.token ?? '' }
      : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function isAlive(owner: Owner): Promise<boolean> {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
  return owner.started === (await startOf(owner.pid));
}

/** Linux: boot id and start time in clock ticks since boot (proc(5), field 22 of `stat`). Elsewhere unknown. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${bootId}/${ticks}`;
  } catch {
    return null;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
