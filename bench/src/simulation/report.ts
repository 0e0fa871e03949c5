import type { Measured } from './measured.ts';
import type { Nation } from './nation.ts';
import type { Tally } from './tally.ts';

/** Cores are planned to be busy so far at the peak. */
const BUSY = 0.5;
const BAR = 40;

/** The day as a page: load curve, waiting, failures, and what hardware it takes. */
export function report(nation: Nation, tally: Tally, measured: Measured): string {
  const day = new Date(nation.day.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
  const number = (value: number) => Math.round(value).toLocaleString('en');
  const completions = tally.hoursOf('completions');
  const most = Math.max(1, ...completions);
  const full = 1 / nation.scale;
  const completionPeak = tally.peakOf('completions') * full;
  const facePeak = tally.peakOf('face checks') * full;
  const cores = (perSecond: number, cpuMs: number) => (perSecond * cpuMs) / 1_000 / BUSY;
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    `A day of the nation: ${day}, seed ${nation.seed}, scale ${nation.scale}.`,
    '',
    'hour  completions',
    ...completions.map((count, hour) => {
      const bar = '#'.repeat(Math.round((BAR * count) / most));
      return `${String(hour).padStart(4)}  ${number(count).padStart(7)} ${bar}`.trimEnd();
    }),
    '',
    ...[...tally.counts].map(([name, count]) => `${name}: ${number(count)}`),
    '',
    ...[...tally.refusals].map(([why, count]) => `refused at the kiosk, ${why}: ${number(count)}`),
    '',
    `waiting at the machine: half no longer than ${tally.waitedMinutes(50).toFixed(1)} min, 95 of 100 ${tally.waitedMinutes(95).toFixed(1)} min, longer than 15 min ${percent(tally.waitedLongerThan(15))}`,
    '',
    `busiest minute, for everybody: ${completionPeak.toFixed(1)} completions a second, ${facePeak.toFixed(1)} face checks a second`,
    `costs, from ${measured.source}: ${measured.completionCpuMs} ms CPU a completion, ${measured.faceCpuMs} ms a face check`,
    `cores at half load: ${cores(completionPeak, measured.completionCpuMs).toFixed(1)} for the service, ${cores(facePeak, measured.faceCpuMs).toFixed(1)} for face checks; twice that in two places`,
    '',
  ].join('\n');
}
