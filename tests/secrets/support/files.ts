import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Somewhere that is searched: a file by its path within a folder, a log, a body. */
export interface Place {
  readonly where: string;
  readonly bytes: Uint8Array;
}

export async function filesIn(root: string): Promise<readonly Place[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files: Place[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.push({ where: relative(root, path), bytes: await readFile(path) });
  }
  return files;
}
