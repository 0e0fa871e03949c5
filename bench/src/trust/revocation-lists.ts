import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  encodeRevokedEntries,
  type ListIssuer,
  readTrustAnchor,
  selfSignAuthority,
  signRevocationList,
} from '@kaijo/jpki';
import { startChild } from '../child.ts';
import { atMost, type Figure, type Report, spread } from '../report.ts';
import type { ListsReading } from './read-lists.ts';

const ENTRIES = 1_000_000;
const ROUNDS = 3;
/** What a list is made in and read at; of no meaning. */
const NOW = new Date('2026-03-02T03:00:00Z');

/** A complete list of a million entries and as many changes: what reading them costs a service that goes on working. */
export async function revocationLists(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'kaijo-bench-lists-'));
  try {
    const mebibytes = await writeLists(folder);
    const readings: ListsReading[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await using child = await startChild<ListsReading>(
        new URL('./read-lists.js', import.meta.url),
        folder,
        NOW.toISOString(),
      );
      readings.push(child.said);
    }
    return {
      title: `Revocation: a complete list and a delta of ${ENTRIES.toLocaleString('en')} entries each`,
      figures: figuresOf(readings, mebibytes),
      notes: [
        'Each round in a process of its own that has nothing else to do but a turn of its event loop after the other. Memory is heap',
        'and buffers above the lists’ own bytes. Turns in wall time grow with what else the machine does, in CPU time they do not.',
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf(readings: readonly ListsReading[], mebibytes: number): Figure[] {
  const all = (name: keyof ListsReading): number[] => readings.map((reading) => reading[name]);
  const most = (name: keyof ListsReading): number => Math.max(...all(name));
  return [
    { what: 'both lists', value: `${mebibytes.toFixed(0)} MiB` },
    { what: 'signatures verified, entries checked and entered', value: spread(all('milliseconds'), 'ms') },
    { what: 'CPU for it', value: spread(all('cpuMilliseconds'), 'ms') },
    { what: 'longest turn of the event loop', value: spread(all('longestTurn'), 'ms', 1) },
    atMost('longest turn, CPU', most('longestTurnCpu'), 50, 'ms', 1),
    atMost('memory above the lists at its peak', most('peakMebibytes'), 64, 'MiB'),
    atMost('memory above the lists that is kept', most('keptMebibytes'), 32, 'MiB'),
    { what: 'a certificate looked up after that', value: spread(all('lookUpMicroseconds'), 'µs', 1) },
  ];
}

async function writeLists(folder: string): Promise<number> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const generation = { kind: 'auth', generation: '2023' } as const;
  const certificate = selfSignAuthority({ ...generation, serial: Uint8Array.of(1), privateKey });
  const reading = readTrustAnchor({ ...generation, certificate });
  if (reading.kind === 'refused') throw new Error(reading.why);
  const issuer: ListIssuer = { anchor: reading.anchor, privateKey };
  const hour = { now: NOW, validityMs: 3_600_000 };
  const earlier = new Date(NOW.getTime() - 60_000);
  const complete = signRevocationList(issuer, millionEntries(), { ...hour, now: earlier });
  const delta = signRevocationList(issuer, millionEntries(), { ...hour, base: earlier.getTime() });
  await writeFile(join(folder, 'authority.cer'), certificate);
  await writeFile(join(folder, 'complete.crl'), complete);
  await writeFile(join(folder, 'delta.crl'), delta);
  return (complete.length + delta.length) / 1_024 ** 2;
}

/** Eight bytes, positive, as those of cards. */
const SERIAL_BYTES = 8;

/** Copies of a day's entries of all reasons, but for their serials. */
function millionEntries(): Uint8Array {
  const day = Array.from({ length: 1_000 }, (_, i) => ({
    serial: new Uint8Array(SERIAL_BYTES).fill(0x40),
    at: new Date(NOW.getTime() - i * 80_000),
    reason: i % 7 === 0 ? ('keyCompromise' as const) : ('affiliationChanged' as const),
  }));
  const entries = Buffer.concat(Array(ENTRIES / day.length).fill(encodeRevokedEntries(day)));
  const serials = randomBytes(ENTRIES * SERIAL_BYTES);
  const length = entries.length / ENTRIES;
  for (let n = 0; n < ENTRIES; n++) {
    const serial = serials.subarray(n * SERIAL_BYTES, (n + 1) * SERIAL_BYTES);
    serial[0] = ((serial[0] as number) & 0x7f) | 0x40;
    serial.copy(entries, n * length + SERIAL_AT);
  }
  return entries;
}

/** After the headers of entry and INTEGER. */
const SERIAL_AT = 4;
