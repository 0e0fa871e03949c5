import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { problemTypeOf } from '@kaijo/contract';
import { readIdentity, writeIdentity } from '../folder/index.ts';
import { KioskConnection } from '../service/index.ts';
import type { KioskConfiguration } from './configuration.ts';
import { ProgramFailure } from './exit-codes.ts';
import { openReaders } from './run.ts';

/** One line of `kaijo kiosk check`. */
export interface Finding {
  readonly what: 'reader' | 'certificate' | 'network' | 'time' | 'printer';
  readonly ok: boolean;
  /** How it is, and what to do where it is not well. */
  readonly line: string;
}

const READER_WAIT_MS = 1_500;
const CLOCK_LIMIT_MS = 30_000;
const DAY = 86_400_000;

/** Reader, certificate, network, time and printer, a line each; nothing is changed. */
export async function check(configuration: KioskConfiguration): Promise<readonly Finding[]> {
  return [
    await reader(configuration),
    ...(await service(configuration)),
    await printer(configuration.printer),
  ];
}

async function reader({ reader: setting }: KioskConfiguration): Promise<Finding> {
  try {
    const readers = openReaders(setting);
    await sleep(READER_WAIT_MS);
    const names = readers.readers.map(({ name }) => name);
    await readers.close();
    if (names.length > 0) return { what: 'reader', ok: true, line: names.join(', ') };
    const advice = 'no reader; plug it in, and see that pcscd runs: systemctl status pcscd.socket';
    return { what: 'reader', ok: false, line: advice };
  } catch (error) {
    if (error instanceof ProgramFailure) return { what: 'reader', ok: false, line: error.message };
    throw error;
  }
}

async function service({ folder, clockOffset }: KioskConfiguration): Promise<readonly Finding[]> {
  const kiosk = await readIdentity(folder.identity);
  if (kiosk === undefined)
    return [
      {
        what: 'certificate',
        ok: false,
        line: 'not enrolled; run: kaijo kiosk enrol --service URL --code CODE',
      },
    ];
  const connection = new KioskConnection(kiosk, (renewed) => writeIdentity(folder.identity, renewed));
  try {
    const ends = connection.certificateEnds;
    const days = Math.floor((ends.getTime() - Date.now()) / DAY);
    const certificate: Finding =
      days >= 0
        ? { what: 'certificate', ok: true, line: `valid for ${days} days (renewed by itself)` }
        : { what: 'certificate', ok: false, line: 'ended; enrol again: kaijo kiosk enrol --again …' };
    const asked = performance.now();
    const status = await connection.client.showStatus();
    if (status.kind !== 'ok')
      return [
        certificate,
        {
          what: 'network',
          ok: false,
          line: `${kiosk.kioskUrl} does not answer; check cable, firewall and the service`,
        },
      ];
    const took = Math.round(performance.now() - asked);
    const offset = Date.now() + clockOffset - Date.parse(status.body.now) - took / 2;
    return [await admitted(connection, certificate), network(kiosk.kioskUrl, took), clock(offset)];
  } finally {
    await connection.close();
  }
}

/** A revoked kiosk still has a certificate that has not ended. Letting go of a session that is nobody's changes nothing. */
async function admitted(connection: KioskConnection, certificate: Finding): Promise<Finding> {
  const answer = await connection.client.giveUp(randomUUID());
  const refused = answer.kind === 'problem' && problemTypeOf(answer.problem) === 'not-authorised';
  if (!refused) return certificate;
  const line =
    'the service does not admit this kiosk (revoked?); ask the operator for a code and enrol again';
  return { what: 'certificate', ok: false, line };
}

function network(url: string, took: number): Finding {
  return { what: 'network', ok: true, line: `${url} answers in ${took} ms` };
}

function clock(offset: number): Finding {
  const seconds = Math.round(offset / 1_000);
  return Math.abs(offset) <= CLOCK_LIMIT_MS
    ? { what: 'time', ok: true, line: `off by ${seconds} s` }
    : { what: 'time', ok: false, line: `off by ${seconds} s; set the clock: timedatectl set-ntp true` };
}

async function printer(queue: string | undefined): Promise<Finding> {
  if (queue === undefined)
    return {
      what: 'printer',
      ok: true,
      line: 'none (KAIJO_KIOSK_PRINTER names a CUPS queue); slips are shown',
    };
  try {
    const { stdout } = await promisify(execFile)('lpstat', ['-p', queue], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    return stdout.includes('disabled')
      ? { what: 'printer', ok: false, line: `${queue} is disabled; run: cupsenable ${queue}` }
      : { what: 'printer', ok: true, line: queue };
  } catch {
    return { what: 'printer', ok: false, line: `no queue "${queue}"; lpstat -p lists the queues of CUPS` };
  }
}
