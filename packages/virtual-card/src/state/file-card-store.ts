import { constants } from 'node:fs';
import { access, type FileHandle, open, readFile, realpath, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CardFileError } from './card-file-error.ts';
import { cardWriter, parseCard } from './card-json.ts';
import type { CardMemory, CardState } from './card-state.ts';
import type { CardStore } from './card-store.ts';
import { type FileLock, takeFileLock } from './file-lock.ts';

const OWNER_ONLY = 0o600;

/**
 * Writes a new card to `path`, readable by its owner only, durably.
 * @throws CardFileError when there is a file already or the folder cannot be written
 */
export async function createCardFile(path: string, state: CardState): Promise<void> {
  try {
    const file = await open(path, 'wx', OWNER_ONLY);
    await writeDurably(file, cardWriter(state.body)(state.memory));
    await syncFolder(path);
  } catch (error) {
    throw new CardFileError('inaccessible', `the card file ${path} cannot be created`, error);
  }
}

/**
 * A card in one JSON file, for one process at a time. The whole file is written on every change: with the two
 * `fsync`s that durability takes anyway, 40 kB and 600 bytes cost the same.
 */
export class FileCardStore implements CardStore {
  readonly #path: string;
  readonly #lock: FileLock;
  #write: ((memory: CardMemory) => string) | undefined;

  private constructor(path: string, lock: FileLock) {
    this.#path = path;
    this.#lock = lock;
  }

  /** @throws CardFileError `missing`, `inaccessible` or `in-use` */
  static async open(path: string): Promise<FileCardStore> {
    const real = await resolveFile(path);
    const outcome = await takeLock(real);
    if (!outcome.ok)
      throw new CardFileError('in-use', `the card file ${path} is in use by process ${outcome.holder.pid}`);
    return new FileCardStore(real, outcome.lock);
  }

  /** @throws CardFileError `inaccessible` or `corrupt` */
  async load(): Promise<CardState> {
    const card = parseCard(await this.#read());
    if (!card.ok)
      throw new CardFileError('corrupt', `${this.#path} is not a usable card file: ${card.reason}`);
    this.#write = cardWriter(card.state.body);
    return card.state;
  }

  /** Temporary file, fsync, rename, fsync of the folder: after a power cut the file is the old card or the new one. */
  async save(memory: CardMemory): Promise<void> {
    if (this.#write === undefined) throw new Error('the card file is written before it was read');
    const temporary = `${this.#path}.new`;
    await writeDurably(await open(temporary, 'w', OWNER_ONLY), this.#write(memory));
    await rename(temporary, this.#path);
    await syncFolder(this.#path);
  }

  async close(): Promise<void> {
    await unlink(`${this.#path}.new`).catch(() => undefined);
    await this.#lock.release();
  }

  async #read(): Promise<string> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      throw new CardFileError('inaccessible', `the card file ${this.#path} cannot be read`, error);
    }
  }
}

async function resolveFile(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    await access(real, constants.R_OK | constants.W_OK);
    return real;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing
      ? new CardFileError('missing', `there is no card file ${path}`, error)
      : new CardFileError('inaccessible', `the card file ${path} cannot be read and written`, error);
  }
}

async function takeLock(path: string) {
  try {
    return await takeFileLock(`${path}.lock`);
  } catch (error) {
    throw new CardFileError('inaccessible', `the card file ${path} cannot be locked`, error);
  }
}

async function writeDurably(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its rename is durable with the file system's journal.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
