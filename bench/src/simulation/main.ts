import { parseArgs } from 'node:util';
import { atTheService } from './at-the-service.ts';
import { measuredCosts } from './measured.ts';
import { simulateDay } from './nation.ts';
import { report } from './report.ts';

/**
 * `npm run simulate -- --day 2026-03-13 --seed 1 --scale 1`: the day over the rules; with `--service [--minutes 20]
 * [--from 07:00] [--speed 50] [--faults 5]` some minutes of it at the service (docs/simulation.md).
 */
const { values } = parseArgs({
  options: {
    day: { type: 'string', default: '2026-03-13' },
    seed: { type: 'string', default: '1' },
    scale: { type: 'string' },
    service: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '20' },
    from: { type: 'string' },
    speed: { type: 'string', default: '50' },
    faults: { type: 'string' },
  },
});
const day = new Date(`${values.day}T00:00:00.000+09:00`);
const [seed, minutes, speed] = [values.seed, values.minutes, values.speed].map(Number) as [
  number,
  number,
  number,
];
const scale = Number(values.scale ?? (values.service ? 0.02 : 1));
const faults = Number(values.faults ?? (values.service ? 5 : 1));
const [hour = 0, minute = 0] = (values.from ?? '').split(':').map(Number);
const isInRange = [
  !Number.isNaN(day.getTime()),
  Number.isInteger(seed),
  scale > 0 && scale <= 1,
  faults >= 0 && faults <= 10,
  Number.isInteger(minutes) && minutes > 0 && minutes <= 120,
  speed > 0 && speed <= 120,
  values.from === undefined || /^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(values.from),
];
if (isInRange.includes(false)) {
  console.error(
    'simulate: --day YYYY-MM-DD, --seed an integer, --scale above 0 and up to 1, --faults up to 10; with --service: --minutes up to 120, --from HH:MM, --speed up to 120',
  );
  process.exit(78);
}
const nation = { day, seed, scale, faults };
if (values.service) {
  const from = values.from === undefined ? undefined : 60 * hour + minute;
  const { text, agree } = await atTheService(nation, { minutes, from, speed });
  console.log(text);
  process.exitCode = agree ? 0 : 1;
} else {
  console.log(report(nation, simulateDay(nation), measuredCosts('docs/performance.md')));
}
