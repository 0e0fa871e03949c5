import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { FileKeyStore } from '@kaijo/keys';
import { createLog, openDatabaseOf, readConfiguration, sealAudit } from '@kaijo/service';
import { sql } from 'kysely';
import { atMost, type Figure, type Report } from '../report.ts';
import { syntheticExport } from './synthetic-export.ts';

const KAIJO = fileURLToPath(new URL('../../../packages/cli/bin/kaijo.js', import.meta.url));
const SEALED = 20_000;
/** KAIJO_BENCH_ENTRIES=10000000 for the ten million: about 5 GB in the temporary folder. */
const VERIFIED = Number(process.env.KAIJO_BENCH_ENTRIES ?? 1_000_000);
const MEMORY_MB = 250;

/** How fast the audit log is sealed, and verified by somebody outside. */
export async function auditLog(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'kaijo-bench-audit-'));
  try {
    const sealing = await sealingSpeed(folder);
    const { seconds, peakMb } = await verification(folder);
    return {
      title: 'Audit log: sealing and verifying',
      figures: [
        sealing,
        {
          what: `verifying ${VERIFIED.toLocaleString('en')} entries`,
          value: `${seconds.toFixed(1)} s, ${Math.round(VERIFIED / seconds).toLocaleString('en')} entries a second`,
        },
        atMost('memory of the verifier at its peak', peakMb, MEMORY_MB, 'MB'),
      ],
      notes: [
        `Sealing: ${SEALED.toLocaleString('en')} open entries in an embedded database, key files. Verifying: kaijo audit verify, a process with a heap of 64 MB.`,
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sealingSpeed(folder: string): Promise<Figure> {
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
  const keys = await FileKeyStore.open(join(folder, 'keys'), random);
  const configuration = readConfiguration({ KAIJO_DATA: folder });
  const { db, close } = await openDatabaseOf({ configuration, log: createLog('silent') });
  try {
    await sql`
      insert into audit_entry (at, kind, subjects, data)
      select ${new Date('2026-03-02T03:00:00Z')}::timestamptz + n * interval '1 ms', 'kiosk-session.authorised',
        '{"card":"' || md5(n::text) || '","reservation":"' || gen_random_uuid() || '"}', '{}'
      from generate_series(1, ${SEALED}::int) as n`.execute(db);
    const start = performance.now();
    await sealAudit(db, { keys, origin: 'bench.example/audit' });
    const perSecond = SEALED / ((performance.now() - start) / 1_000);
    return { what: 'sealing', value: `${Math.round(perSecond).toLocaleString('en')} entries a second` };
  } finally {
    await close();
  }
}

async function verification(folder: string): Promise<{ readonly seconds: number; readonly peakMb: number }> {
  const file = join(folder, 'export.jsonl');
  const { key, lines } = syntheticExport(VERIFIED);
  await pipeline(Readable.from(withNewlines(lines)), createWriteStream(file));
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=64', KAIJO, 'audit', 'verify', file, '--key', key],
    { stdio: 'ignore' },
  );
  const watching = peakMemory(child);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`kaijo audit verify ended with ${code}`);
  return { seconds: (performance.now() - start) / 1_000, peakMb: await watching };
}

/** A thousand lines at once: a write for each line would be most of the work. */
function* withNewlines(lines: Iterable<string>): Generator<string> {
  let held: string[] = [];
  for (const line of lines) {
    held.push(line);
    if (held.length < 1_000) continue;
    yield `${held.join('\n')}\n`;
    held = [];
  }
  yield `${held.join('\n')}\n`;
}

/** Resident memory at its highest (Linux: VmHWM), looked at five times a second. */
async function peakMemory(child: ChildProcess): Promise<number> {
  let peak = 0;
  const look = async (): Promise<void> => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s+([0-9]+) kB/.exec(status)?.[1] ?? 0) / 1_024);
  };
  const timer = setInterval(() => void look(), 200);
  await once(child, 'exit');
  clearInterval(timer);
  return peak;
}
