import { link, rm, stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** Another process uses the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';

  constructor(folder: string) {
    super(`${folder} is in use by another process: stop that one first, or set KAIJO_DATA to another folder`);
  }
}

/**
 * A folder of one process alone. The lock is a listening Unix socket: unlike a file with a process id it ends with its
 * process however that dies, and nobody can be mistaken for it after a restart.
 */
export class FolderLock {
  readonly #server: Server;
  readonly #path: string;

  private constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  /** @throws FolderInUse */
  static async take(folder: string): Promise<FolderLock> {
    const path = join(folder, 'lock');
    const own = `${path}.${process.pid}`;
    await rm(own, { force: true });
    const server = createServer((visitor) => visitor.destroy());
    await listen(server, own);
    server.unref();
    const held = await claim(own, path);
    if (!held) {
      await close(server);
      throw new FolderInUse(folder);
    }
    return new FolderLock(server, path);
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
    await close(this.#server);
  }
}

/** Gives our socket the lock's name, unless a living process has it. */
async function claim(own: string, path: string): Promise<boolean> {
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (await linked(own, path)) return await stillOurs(own, path);
      const before = await inode(path);
      if (await answers(path)) return false;
      // Its process is dead. Remove exactly that socket, not one that somebody has put there meanwhile.
      if (before !== undefined && (await inode(path)) === before) await unlink(path).catch(ignoreMissing);
    }
    return false;
  } finally {
    await rm(own, { force: true });
  }
}

async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two processes that found the same dead socket may remove each other's: whoever lost its name within this time yields. */
async function stillOurs(own: string, path: string): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  return (await inode(own)) === (await inode(path));
}

async function inode(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ ino }) => ino,
    () => undefined,
  );
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
