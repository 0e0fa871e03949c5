import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

const PIECE = 8 << 20;

/** Why the memory of a process that we have started cannot be looked into here; `undefined`: it can. */
export function obstacleToMemory(): string | undefined {
  return process.platform === 'linux' ? undefined : 'the memory of a process is read from /proc, as on Linux';
}

/** A process and all that it has started. */
export async function processTree(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const started = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  const children = started.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  return [pid, ...(await Promise.all(children.map(processTree))).flat()];
}

/**
 * Everything that a core dump of the process would hold, and its mapped files besides: each mapping that it can read,
 * in pieces. The process stands still meanwhile. Its parent may read it (proc(5), ptrace access mode).
 */
export async function* memoryOf(pid: number): AsyncGenerator<Uint8Array> {
  process.kill(pid, 'SIGSTOP');
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const range of await resident(pid)) yield* piecesOf(memory, range);
  } finally {
    closeSync(memory);
    process.kill(pid, 'SIGCONT');
  }
}

interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** Readable mappings with pages in them: what was only reserved holds nothing. The kernel's own are not the process's. */
async function resident(pid: number): Promise<readonly Range[]> {
  const ranges: Range[] = [];
  let range: Range | undefined;
  for (const line of (await readFile(`/proc/${pid}/smaps`, 'utf8')).split('\n')) {
    const mapping = /^([0-9a-f]+)-([0-9a-f]+) (r?)\S* \S+ \S+ \S+\s*(.*)$/.exec(line);
    if (mapping) {
      const [, from, to, readable, name = ''] = mapping;
      const wanted = readable === 'r' && !name.startsWith('[v');
      range = wanted ? { from: BigInt(`0x${from}`), to: BigInt(`0x${to}`) } : undefined;
    } else if (range !== undefined && /^Rss: +[1-9]/.test(line)) {
      ranges.push(range);
      range = undefined;
    }
  }
  return ranges;
}

function* piecesOf(memory: number, { from, to }: Range): Generator<Uint8Array> {
  for (let at = from; at < to; at += BigInt(PIECE)) {
    const length = Number(to - at < BigInt(PIECE) ? to - at : BigInt(PIECE));
    const piece = Buffer.alloc(length);
    const read = readSync(memory, piece, 0, length, at);
    yield piece.subarray(0, read);
  }
}
