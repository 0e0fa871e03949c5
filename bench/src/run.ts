import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { completions } from './core/completions.ts';
import { kioskSession } from './core/kiosk-session.ts';
import { phoneTap } from './core/phone-tap.ts';
import { storedReservations } from './core/stored-reservations.ts';
import { faceVerification } from './face/verification.ts';
import { type Bench, machine, markdownReport, printReport, type Report } from './report.ts';

const BENCHES: Readonly<Record<string, readonly Bench[]>> = {
  core: [phoneTap, kioskSession, completions, storedReservations],
  face: [faceVerification],
};

const HELP = `npm run bench [-- --only ${Object.keys(BENCHES).join('|')}] [--json] [--write]
  --only   one part
  --json   the reports as JSON
  --write  docs/performance.md as well`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const parts = values.only === undefined ? Object.keys(BENCHES) : [values.only];
if (values.help || parts.some((part) => !(part in BENCHES))) {
  console.error(HELP);
  process.exit(values.help ? 0 : 64);
}

const reports: Report[] = [];
if (!values.json) console.log(`${machine()}\n`);
for (const bench of parts.flatMap((part) => BENCHES[part] ?? [])) {
  const report = await bench();
  reports.push(report);
  if (!values.json) console.log(`${printReport(report)}\n`);
}
if (values.json) console.log(JSON.stringify({ machine: machine(), reports }, null, 2));
if (values.write) await writeFile(new URL('../../docs/performance.md', import.meta.url), performancePage());

function performancePage(): string {
  const head = [
    '# Performance',
    '',
    `Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${machine()}.`,
    'Medians, with the smallest and the largest in brackets. Absolute times on a shared machine mean little; ratios against',
    'something run beside it mean more.',
    '',
  ];
  return [...head, ...reports.map(markdownReport)].join('\n');
}
