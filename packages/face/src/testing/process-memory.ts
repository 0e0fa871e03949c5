import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const CHUNK = 1 << 20;

/**
 * Which of the byte patterns stand anywhere in the writable memory of a process (Linux, /proc). What is mapped from
 * files is left out.
 */
export function findInProcessMemory(
  pid: number,
  patterns: ReadonlyMap<string, Uint8Array>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const longest = Math.max(...[...patterns.values()].map((pattern) => pattern.length));
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to, mode] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
      if (!from || !to || !mode?.startsWith('rw')) continue;
      const end = Number.parseInt(to, 16);
      const buffer = Buffer.alloc(CHUNK + longest);
      for (let at = Number.parseInt(from, 16); at < end; at += CHUNK) {
        let read = 0;
        try {
          read = readSync(memory, buffer, 0, Math.min(buffer.length, end - at), at);
        } catch {
          continue; // reserved, never touched
        }
        for (const [name, pattern] of patterns)
          if (buffer.subarray(0, read).includes(Buffer.from(pattern))) found.add(name);
      }
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

/** Resident memory in bytes (Linux, /proc). */
export const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
