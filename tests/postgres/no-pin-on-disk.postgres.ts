import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TargetPin } from '@kaijo/contract';
import {
  findPostgres,
  freePort,
  freshDatabase,
  type LocalPostgres,
  startPostgres,
} from '@kaijo/postgres-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { filesIn, type Place } from '../secrets/support/files.ts';
import { formsOf, formsOfFourDigits, standsAlone } from '../secrets/support/forms.ts';
import { fourDigitsNotIn } from '../secrets/support/four-digits.ts';
import { birth, cardNeedles, personal, pictureNeedles } from '../secrets/support/holder-needles.ts';
import { type IssuerApart, startIssuerApart } from '../secrets/support/issuer-apart.ts';
import { answerNeedles, cardKeyNeedles, operatorKeyNeedles } from '../secrets/support/key-needles.ts';
import { plant } from '../secrets/support/plant.ts';
import { Search } from '../secrets/support/search.ts';
import {
  type FourDigits,
  type NamedPin,
  named,
  pinNeedles,
  pinsFor,
  REHEARSAL,
  TARGETS,
  withoutChance,
} from '../secrets/support/story-pins.ts';
import { type StoryPins, type WholeStory, wholeStory } from '../secrets/support/whole-story.ts';
import { type ServiceInAProcess, startAsProcess, untilNoonInJapan } from '../support/restartable-service.ts';
import { type Kiosk, kioskAt, type Phone, phoneAt } from '../support/story.ts';
import { letRowsFail } from './support/mishaps.ts';
import { startTraceCollector, type TraceCollector } from './support/trace-collector.ts';

const run = promisify(execFile);
const PLANT = 'PLANT8KQZXJWVHTB';
/** The server's log as talkative as an operator can make it: each statement with all that it carries. */
const TALKATIVE = [
  'log_statement=all',
  'log_min_error_statement=error',
  'log_parameter_max_length=-1',
  'log_parameter_max_length_on_error=-1',
  'log_line_prefix=',
];
const AREAS = [
  'files',
  'journal',
  'base backup',
  'dumps',
  'server log',
  'service log',
  'traces',
  'metrics',
] as const;
type Area = (typeof AREAS)[number];
type Kept = Readonly<Record<Area, readonly Place[]>>;

let programs: string;
let server: LocalPostgres;
let databaseUrl = '';
let issuer: IssuerApart;
let collector: TraceCollector;
let watchPort: number;
let service: ServiceInAProcess;
let phone: Phone;
let kiosk: Kiosk;
const logs: Record<'server' | 'service', Uint8Array[]> = { server: [], service: [] };
let kept: Kept;
let shortPlant = '';
let secrets: readonly string[] = [];
let plants: readonly string[] = [];

/** Two whole stories on a server of its own that keeps every page and record of its journal, and logs what it can. */
beforeAll(async () => {
  programs = (await findPostgres()) as string;
  server = await startPostgres({
    programs,
    port: await freePort(),
    durable: true,
    settings: TALKATIVE,
    log: (piece) => logs.server.push(piece),
  });
  databaseUrl = await freshDatabase(programs, server.url);
  const offset = untilNoonInJapan(Date.now());
  issuer = await startIssuerApart(() => new Date(Date.now() + offset));
  collector = await startTraceCollector();
  watchPort = await freePort();
  service = await startAsProcess(
    {
      ...issuer.settings,
      DATABASE_URL: databaseUrl,
      KAIJO_TRACES_URL: collector.url,
      KAIJO_WATCH_PORT: String(watchPort),
      KAIJO_LOG_LEVEL: 'debug',
    },
    'pipe',
  );
  for (const stream of [service.process.stdout, service.process.stderr])
    stream?.on('data', (piece: Uint8Array) => logs.service.push(piece));
  phone = phoneAt(service);
  kiosk = await kioskAt(service);
  await letRowsFail(programs, databaseUrl);
  await tell('auth', REHEARSAL.auth);

  const digits = await fourDigitsNotIn(bytesOf(await everythingKept()));
  shortPlant = digits();
  await plant(service, { long: PLANT, short: shortPlant });
  const { pins, stories } = await tellAll(digits);
  for (const { ends } of stories.values())
    expect(ends).toEqual(['wrong', 'card-gone', 'proof-pending', 'completed-late']);
  const cards = [...stories].map(([target, { card }]) => [target, card] as const);
  const exchanged = [...phone.wire.exchanged, ...kiosk.wire.exchanged];
  const search = new Search([
    ...pinNeedles(pins),
    ...personal,
    ...birth,
    ...cards.flatMap(([target, card]) => cardNeedles(target, card, service.now())),
    ...(await pictureNeedles(cards)),
    ...(await operatorKeyNeedles(service.folder)),
    ...cards.flatMap(([target, card]) => cardKeyNeedles(target, card, exchanged)),
    ...answerNeedles(exchanged),
  ]);
  kept = await everythingKept();
  plants = findings(
    new Search([...formsOf('plant', PLANT), ...formsOfFourDigits('short plant', shortPlant)]),
    [['short plant', shortPlant]],
    kept,
  );
  secrets = await withoutChance({
    found: findings(search, pins, kept),
    pins,
    async tellAgain() {
      const again = (await tellAll(digits)).pins;
      return findings(new Search(pinNeedles(again)), again, await everythingKept());
    },
  });
}, 300_000);

afterAll(async () => {
  await kiosk?.close();
  await service?.close();
  await collector?.close();
  await issuer?.close();
  await server?.stop();
});

function tell(target: TargetPin, pins: StoryPins): Promise<WholeStory> {
  return wholeStory({ service, issuerFolder: issuer.folder, phone, kiosk, target, pins });
}

async function tellAll(digits: FourDigits) {
  const stories = new Map<TargetPin, WholeStory>();
  const pins: NamedPin[] = [];
  for (const target of TARGETS) {
    const drawn = pinsFor(target, digits);
    pins.push(...named(target, drawn));
    stories.set(target, await tell(target, drawn));
  }
  return { stories, pins };
}

const COMPLETED = 'POST /v1/kiosk/sessions/:id/complete';

/** All that PostgreSQL and the service have written anywhere, and what an operator copies of it. */
async function everythingKept(): Promise<Kept> {
  await run(`${programs}/psql`, ['--command', 'checkpoint', server.url], { cwd: '/' });
  const answered = kiosk.wire.exchanged.filter(({ path }) => path.endsWith('/complete')).length;
  const traced = () => Buffer.from(collector.received()).toString().split(COMPLETED).length - 1;
  await vi.waitUntil(() => traced() >= answered, { timeout: 30_000, interval: 200 });
  const metrics = await fetch(`http://127.0.0.1:${watchPort}/metrics`);
  const folder = await mkdtemp(join(tmpdir(), 'kaijo-backups-'));
  const dump = (...options: string[]) => run(`${programs}/pg_dump`, [...options, databaseUrl], { cwd: '/' });
  try {
    const files = await filesIn(server.folder);
    const inJournal = ({ where }: Place) => where.includes('pg_wal/');
    const base = join(folder, 'base');
    const how = ['--wal-method=stream', '--checkpoint=fast', '--no-sync'];
    await run(`${programs}/pg_basebackup`, ['--pgdata', base, ...how, '--dbname', server.url], { cwd: '/' });
    const dumps = join(folder, 'dumps');
    await dump('--format=directory', '--compress=0', '--file', dumps);
    await dump('--inserts', '--file', join(dumps, 'plain.sql'));
    return {
      files: files.filter((file) => !inJournal(file)),
      journal: files.filter(inJournal),
      'base backup': await filesIn(base),
      dumps: await filesIn(dumps),
      'server log': [{ where: '', bytes: Buffer.concat(logs.server) }],
      'service log': [{ where: '', bytes: Buffer.concat(logs.service) }],
      traces: [{ where: '', bytes: collector.received() }],
      metrics: [{ where: '', bytes: Buffer.from(await metrics.text()) }],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* bytesOf(places: Kept): AsyncGenerator<Uint8Array> {
  for (const area of AREAS) for (const { bytes } of places[area]) yield bytes;
}

/** `new PIN (auth story) (UTF-8) in files: base/16385/16421`. A segment of the journal has another name each time. */
function findings(search: Search, pins: readonly NamedPin[], places: Kept): readonly string[] {
  const found = new Set<string>();
  for (const area of AREAS)
    for (const { where, bytes } of places[area]) {
      const place = `${area}: ${where.replace(/[0-9A-F]{24}/, 'segment')}`;
      for (const finding of search.in(place, bytes)) found.add(finding);
      if (!isText(area, where)) continue;
      const text = Buffer.from(bytes).toString('latin1');
      for (const [name, pin] of pins)
        if (pin.length === 4 && standsAlone(pin, text)) found.add(`${name} (alone) in ${place}`);
    }
  return [...found];
}

function isText(area: Area, where: string): boolean {
  return where.endsWith('plain.sql') || /log$|traces|metrics/.test(area);
}

const text = (area: Area): string => Buffer.concat(kept[area].map(({ bytes }) => bytes)).toString('utf8');

describe('R23, R30, R38: PINs, names, photos, keys and tokens are nowhere that PostgreSQL or the service writes', () => {
  it.each(AREAS)('not in the %s', (area) => {
    expect(kept[area].length).toBeGreaterThan(0);
    expect(secrets.filter((finding) => finding.includes(` in ${area}: `))).toEqual([]);
  });

  it.each([
    'files',
    'journal',
    'base backup',
    'dumps',
    'server log',
  ])('while the plants are found, in the %s', (area) => {
    const found = plants.filter((finding) => finding.includes(` in ${area}: `)).join('\n');
    expect(found).toMatch(/^plant \(UTF-8\)/m);
    expect(found).toMatch(/^short plant \(/m);
  });

  it('a base backup brings its own piece of the journal, and a dump is searched as a script too', () => {
    expect(kept['base backup'].some(({ where }) => /^pg_wal\/[0-9A-F]{24}$/.test(where))).toBe(true);
    expect(plants.join('\n')).toMatch(/^short plant \(alone\) in dumps: plain\.sql$/m);
  });

  it('the server’s log had the statements of every message, and those that failed, with what they carried', () => {
    const failed = text('server log')
      .split(/^ERROR: {2}a mishap of the test$/m)
      .slice(1)
      .map((rest) => rest.split(/^(?:LOG|ERROR): /m)[0] as string);
    expect(failed.filter((said) => !said.includes('parameters: $1 = '))).toEqual([]);
    expect(failed.some((said) => standsAlone(shortPlant, said))).toBe(true);
    const tables = failed.map((said) => /(?:insert into|update) "(\w+)"/.exec(said)?.[1]);
    for (const table of [
      'phone_session',
      'reservation',
      'kiosk_session',
      'audit_entry',
      'idempotency_record',
    ])
      expect(tables).toContain(table);
  });

  it('the traces, the metrics and the service’s log were those of the stories', () => {
    expect(text('traces')).toContain(`"name":"${COMPLETED}"`);
    expect(text('metrics')).toMatch(/^kaijo_/m);
    expect(text('service log')).toContain('/v1/kiosk/sessions/:id/complete');
  });
});
