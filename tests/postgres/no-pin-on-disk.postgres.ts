import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { connectOperator } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES } from '@kaijo/contract';
import { persona, printedBirthDateText } from '@kaijo/personas';
import {
  findPostgres,
  freePort,
  freshDatabase,
  type LocalPostgres,
  startPostgres,
} from '@kaijo/postgres-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formsOf } from '../secrets/support/forms.ts';
import { type IssuerApart, startIssuerApart } from '../secrets/support/issuer-apart.ts';
import { Search } from '../secrets/support/search.ts';
import { wholeStory } from '../secrets/support/whole-story.ts';
import { type ServiceInAProcess, startAsProcess, untilNoonInJapan } from '../support/restartable-service.ts';
import { HOLDER, type Kiosk, kioskAt, phoneAt } from '../support/story.ts';

const run = promisify(execFile);

/** They occur nowhere else. Four digits do, in files of this size: the search of rows and memory is tests/secrets. */
const LONG_PINS = { sign: 'QX7ZKW3VJ9TBLQ2F', wrong: 'W4RNGQXZJ7KVBT8P' };
const PLANT = 'PLANT8KQZXJWVHTB';
const holder = persona(HOLDER);

let programs: string;
let server: LocalPostgres;
let issuer: IssuerApart;
let service: ServiceInAProcess;
let kiosk: Kiosk;
let folder: string;
let metrics = '';
let databaseUrl = '';

const secret = new Search([
  ...formsOf('sign PIN', LONG_PINS.sign),
  ...formsOf('wrong PIN', LONG_PINS.wrong),
  ...formsOf('name', holder.name),
  ...formsOf('address', holder.address),
  ...formsOf('birth date as printed', printedBirthDateText(holder.printedBirthDate)),
  ...formsOf('birth date', holder.birthDate),
  ...formsOf('birth date', holder.birthDate.replaceAll('-', '')),
]);
const control = new Search(formsOf('plant', PLANT));

/** A whole story on a server of its own, that keeps every page and record of its journal. */
beforeAll(async () => {
  programs = (await findPostgres()) as string;
  folder = await mkdtemp(join(tmpdir(), 'kaijo-on-disk-'));
  server = await startPostgres({ programs, port: await freePort(), durable: true });
  databaseUrl = await freshDatabase(programs, server.url);
  const offset = untilNoonInJapan(Date.now());
  issuer = await startIssuerApart(() => new Date(Date.now() + offset));
  const watchPort = await freePort();
  service = await startAsProcess({
    ...issuer.settings,
    DATABASE_URL: databaseUrl,
    KAIJO_FACE_MODULE: 'none',
    KAIJO_WATCH_PORT: String(watchPort),
  });
  kiosk = await kioskAt(service);
  const story = await wholeStory({
    service,
    issuerFolder: issuer.folder,
    phone: phoneAt(service),
    kiosk,
    target: 'auth',
    pins: {
      card: { auth: '6158', sign: LONG_PINS.sign, support: '6159', resident: '6157' },
      wrong: LONG_PINS.wrong,
      torn: '7158',
      last: '7159',
    },
  });
  expect(story.ends).toEqual(['wrong', 'card-gone', 'proof-pending', 'completed-late']);
  await plant();
  metrics = await (await fetch(`http://127.0.0.1:${watchPort}/metrics`)).text();
});

afterAll(async () => {
  await kiosk?.close();
  await service?.close();
  await issuer?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What has to be found wherever a PIN must not be. */
async function plant(): Promise<void> {
  const operator = await connectOperator(service.folder);
  const day = (from: number) => new Date(service.now().getTime() + from * 86_400_000).toISOString();
  const body = {
    startsAt: day(20),
    endsAt: day(21),
    scope: 'all',
    sentence: { ja: PLANT },
    staff: PLANT,
  } as const;
  await operator.call(OPERATOR_ROUTES.announceMaintenance, { body });
  await operator.close();
}

async function filesIn(root: string): Promise<readonly { path: string; bytes: Uint8Array }[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files: { path: string; bytes: Uint8Array }[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.push({ path: relative(root, path), bytes: await readFile(path) });
  }
  return files;
}

const found = (search: Search, files: Awaited<ReturnType<typeof filesIn>>): readonly string[] =>
  files.flatMap(({ path, bytes }) => search.in(path, bytes));

describe('R30, R38: PINs and personal data are nowhere that PostgreSQL writes', () => {
  it('neither in its files nor in its journal (WAL), of which a base backup is a copy; the plant is, in both', async () => {
    await run(`${programs}/psql`, ['--command', 'checkpoint', server.url], { cwd: '/' });
    const files = await filesIn(server.folder);
    expect(files.some(({ path }) => /pg_wal\/[0-9A-F]{24}$/.test(path))).toBe(true);
    expect(found(secret, files)).toEqual([]);
    const plants = found(control, files).join('\n');
    expect(plants).toMatch(/^plant \(UTF-8\) in .*pg_wal\//m);
    expect(plants).toMatch(/^plant \(UTF-8\) in .*base\//m);
  });

  it('nor in a dump, as a script and as a folder', async () => {
    const dump = (...options: string[]) =>
      run(`${programs}/pg_dump`, [...options, databaseUrl], { cwd: '/' });
    await dump('--inserts', '--file', join(folder, 'plain.sql'));
    await dump('--format=directory', '--compress=0', '--file', join(folder, 'directory'));
    const files = await filesIn(folder);
    expect(found(secret, files)).toEqual([]);
    const plants = found(control, files).join('\n');
    expect(plants).toMatch(/^plant \(UTF-8\) in plain\.sql/m);
    expect(plants).toMatch(/^plant \(UTF-8\) in directory\//m);
  });

  it('nor in the metrics', () => {
    expect(metrics).toContain('kaijo_');
    expect(secret.in('metrics', Buffer.from(metrics))).toEqual([]);
    for (const pin of [LONG_PINS.sign, PLANT]) expect(metrics).not.toContain(pin);
  });
});
