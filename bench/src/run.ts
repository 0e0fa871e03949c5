import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { completions } from './core/completions.ts';
import { kioskSession } from './core/kiosk-session.ts';
import { phoneTap } from './core/phone-tap.ts';
import { startsAndRepeats } from './core/starts-and-repeats.ts';
import { storedReservations } from './core/stored-reservations.ts';
import { faceVerification } from './face/verification.ts';
import { dashboards } from './guide/dashboards.ts';
import { guide } from './guide/guide.ts';
import { kioskMachine } from './kiosk/kiosk-machine.ts';
import { withReports } from './performance-page.ts';
import { phoneFirstScreen } from './phone/first-screen.ts';
import { cardPhoto } from './photo/card-photo.ts';
import { type Bench, machine, printReport, type Report } from './report.ts';
import { auditLog } from './trust/audit-log.ts';
import { keyStores } from './trust/key-stores.ts';
import { postgresCompletions } from './trust/postgres-completions.ts';
import { postgresGrowth } from './trust/postgres-growth.ts';
import { revocationLists } from './trust/revocation-lists.ts';
import { soak } from './trust/soak.ts';

const CORE: Readonly<Record<string, Bench>> = {
  'phone-tap': phoneTap,
  'kiosk-session': kioskSession,
  completions,
  'stored-reservations': storedReservations,
  starts: startsAndRepeats,
};
const FACE: Readonly<Record<string, Bench>> = { 'face-verification': faceVerification };
const PHOTO: Readonly<Record<string, Bench>> = { 'card-photo': cardPhoto };
const KIOSK: Readonly<Record<string, Bench>> = { kiosk: kioskMachine };
const GUIDE: Readonly<Record<string, Bench>> = { guide, dashboards };
const PHONE: Readonly<Record<string, Bench>> = { phone: phoneFirstScreen };
const TRUST: Readonly<Record<string, Bench>> = {
  'postgres-completions': postgresCompletions,
  'audit-log': auditLog,
  'key-stores': keyStores,
  revocation: revocationLists,
};
/** Too long to be part of the others: by name only. */
const LONG: Readonly<Record<string, Bench>> = { soak, 'postgres-growth': postgresGrowth };
const ALL = { ...CORE, ...FACE, ...PHOTO, ...KIOSK, ...GUIDE, ...PHONE, ...TRUST };

const HELP = `npm run bench [-- --only core|face|photo|trust|NAME] [--json] [--write]
  --only   one part, or one of: ${Object.keys({ ...ALL, ...LONG }).join(', ')}
           soak (KAIJO_SOAK_MINUTES, 30) and postgres-growth run only by their names
  --json   the reports as JSON
  --write  into docs/performance.md as well, in the place of what was measured before`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const chosen = benchesOf(values.only);
if (values.help || chosen === undefined) {
  console.error(HELP);
  process.exit(values.help ? 0 : 64);
}

const reports: Report[] = [];
if (!values.json) console.log(`${machine()}\n`);
for (const bench of chosen) {
  const report = await bench();
  reports.push(report);
  if (!values.json) console.log(`${printReport(report)}\n`);
}
if (values.json) console.log(JSON.stringify({ machine: machine(), reports }, null, 2));
if (values.write) {
  const page = new URL('../../docs/performance.md', import.meta.url);
  await writeFile(page, withReports(await readFile(page, 'utf8'), reports, new Date()));
}

function benchesOf(only: string | undefined): readonly Bench[] | undefined {
  if (only === undefined) return Object.values(ALL);
  if (only === 'core') return Object.values(CORE);
  if (only === 'face') return Object.values(FACE);
  if (only === 'photo') return Object.values(PHOTO);
  if (only === 'trust') return Object.values(TRUST);
  const named: Readonly<Record<string, Bench>> = { ...ALL, ...LONG };
  const one = Object.hasOwn(named, only) ? named[only] : undefined;
  return one && [one];
}
