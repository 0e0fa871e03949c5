import { readFile } from 'node:fs/promises';

/** Of USER_HZ, which Linux fixes for programs: proc(5) counts CPU time in it. */
const TICKS_PER_SECOND = 100;
const UTIME = 11;
const STIME = 12;

/** CPU time of all threads of a process since its start, milliseconds. Linux only: elsewhere NaN. */
export async function cpuMilliseconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The program's name stands in brackets and may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[UTIME]) + Number(fields[STIME])) * 1_000) / TICKS_PER_SECOND;
}

/** The most that a process has had resident, MiB. Linux only: elsewhere NaN. */
export function peakResidentMebibytes(pid: number): Promise<number> {
  return mebibytesOf(pid, /^VmHWM:\s+(\d+) kB/m);
}

/** What a process has resident now, MiB. Linux only: elsewhere NaN. */
export function residentMebibytes(pid: number): Promise<number> {
  return mebibytesOf(pid, /^VmRSS:\s+(\d+) kB/m);
}

async function mebibytesOf(pid: number, line: RegExp): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(line.exec(status)?.[1] ?? Number.NaN) / 1_024;
}
