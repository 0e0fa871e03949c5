import { parseArgs } from 'node:util';
import { measuredCosts } from './measured.ts';
import { simulateDay } from './nation.ts';
import { report } from './report.ts';

/** `npm run simulate -- --day 2026-03-13 --seed 1 --scale 1` (docs/simulation.md) */
const { values } = parseArgs({
  options: {
    day: { type: 'string', default: '2026-03-13' },
    seed: { type: 'string', default: '1' },
    scale: { type: 'string', default: '1' },
  },
});
const day = new Date(`${values.day}T00:00:00.000+09:00`);
const [seed, scale] = [Number(values.seed), Number(values.scale)];
if (Number.isNaN(day.getTime()) || !Number.isInteger(seed) || !(scale > 0 && scale <= 1)) {
  console.error('simulate: --day YYYY-MM-DD, --seed an integer, --scale above 0 and up to 1');
  process.exit(78);
}
const nation = { day, seed, scale };
console.log(report(nation, simulateDay(nation), measuredCosts('docs/performance.md')));
