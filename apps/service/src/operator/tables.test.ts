import { call, type ImportRequest, OPERATOR_ROUTES } from '@kaijo/contract';
import { syntheticStores } from '@kaijo/personas/synthetic-stores';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../database/index.ts';
import { admitKiosk } from '../kiosk-trust/index.ts';
import { describeChainsOf2026, insertChainsOf2026 } from '../stores/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { listenForTest, type TestListener } from '../testing/test-listener.ts';
import type { OperatorDependencies } from './dependencies.ts';
import { tableEndpoints } from './tables.ts';

const clock = { now: () => new Date('2026-03-01T12:00:00+09:00') };
const BOM = '\ufeff';
const HEADER = 'id,chain,name,prefecture,municipality,address,postcode,latitude,longitude,opens,closes';
const ID = '00000000-0000-4000-8000-00000000000';
const line = (number: number, name = 'ローソン 鍵町店') =>
  `${ID}${number},lawson,${name},東京都,解錠区,鍵町1番1号,100-0001,35.6,139.7,,`;
const fileOf = (...lines: string[]) => `${BOM}${[HEADER, ...lines].join('\r\n')}\r\n`;

let database: TestDatabase;
let listener: TestListener;
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const endpoints = tableEndpoints({ db, clock } as unknown as OperatorDependencies);
  listener = await listenForTest({ name: 'operator', endpoints, db, clock });
});
afterAll(async () => {
  await listener.close();
  await database.close();
});
beforeEach(async () => {
  await database.clear();
  await insertChainsOf2026.up(database.db);
  await describeChainsOf2026.up(database.db);
});

const caller = () => ({ baseUrl: listener.url, fetch });
async function importCsv(csv: string, options: Partial<ImportRequest> = {}) {
  const outcome = await call(caller(), OPERATOR_ROUTES.importTable, {
    body: { table: 'stores', csv, mode: 'merge', dryRun: false, staff: 'mio', ...options },
  });
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.body;
}
async function exportCsv(table: 'stores' | 'chains' | 'offers' | 'kiosks' = 'stores') {
  const outcome = await call(caller(), OPERATOR_ROUTES.exportTable, { query: { table } });
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.body.csv;
}

describe('50,000 stores as a file', () => {
  const synthetic = syntheticStores(50_000);

  it('are the same file at each making, in all prefectures', () => {
    expect(syntheticStores(50_000)).toEqual(synthetic);
    const rows = synthetic.stores.trim().split('\r\n').slice(1);
    expect(rows).toHaveLength(50_000);
    expect(new Set(rows.map((row) => row.split(',')[3])).size).toBe(47);
  });

  it('go in and come out unchanged, and a second time change nothing', async () => {
    expect(await importCsv(synthetic.stores)).toMatchObject({ added: 50_000, faultCount: 0, applied: true });
    expect((await importCsv(synthetic.offers, { table: 'offers' })).faultCount).toBe(0);
    const exported = await exportCsv();
    // Not toBe: a difference of 9 MB says nothing to anybody.
    expect(exported === synthetic.stores).toBe(true);
    expect(await importCsv(exported, { mode: 'replace' })).toMatchObject({
      added: 0,
      changed: 0,
      removed: 0,
      unchanged: 50_000,
    });
  });

  it('a broken line 31,415 is named with its column, and nothing has changed', async () => {
    await importCsv(fileOf(line(1)));
    const lines = synthetic.stores.split('\r\n');
    lines[31_414] = (lines[31_414] as string).replace(/,[0-9]{3}-[0-9]{4},/, ',12-34567,');
    const report = await importCsv(lines.join('\r\n'), { mode: 'replace' });
    expect(report.faults).toEqual([
      { line: 31_415, column: 'postcode', message: 'is no postcode (NNN-NNNN)' },
    ]);
    expect(report).toMatchObject({ faultCount: 1, applied: false });
    expect(await exportCsv()).toBe(fileOf(line(1)));
  });
});

describe('a file is taken over as a whole or not at all', () => {
  it.each([
    ['another header', `${BOM}id,chain\r\n`, 1, ''],
    ['an empty file', BOM, 1, ''],
    ['a cell too few', fileOf(line(1).replace(',100-0001', '')), 2, ''],
    ['the same store twice', fileOf(line(1), line(2), line(1)), 4, 'id'],
    ['a chain that is not there', fileOf(line(1).replace('lawson', 'nowhere')), 2, 'chain'],
    ['a prefecture that is not there', fileOf(line(1).replace('東京都', '解錠県')), 2, 'prefecture'],
    ['a place outside of Japan', fileOf(line(1).replace('139.7', '13.97')), 2, 'longitude'],
    ['half of the hours', fileOf(line(1).replace(/,,$/, ',09:00,')), 2, 'closes'],
    ['a time that is none', fileOf(line(1).replace(/,,$/, ',9:00,22:00')), 2, 'opens'],
    ['an id that is none', fileOf(line(1).replace(ID, 'X')), 2, 'id'],
    ['a line break in a name', fileOf(line(1, '"a\nb"')), 3, 'name'],
    ['a quotation mark that stays open', fileOf(line(1), line(2, '"ローソン')), 3, ''],
    ['quotation marks in the middle', fileOf(line(1, 'ロ"ー"ソン')), 2, ''],
  ])('%s is named by line and column', async (_, csv, at, column) => {
    const report = await importCsv(csv);
    expect(report.faults[0]).toMatchObject({ line: at, column });
    expect(report.applied).toBe(false);
    expect(await exportCsv()).toBe(fileOf());
  });

  it('tries out: the difference is shown and nothing changes', async () => {
    await importCsv(fileOf(line(1), line(2)));
    const next = fileOf(line(1, 'ローソン 新しい鍵町店'), line(3));
    const dry = await importCsv(next, { mode: 'replace', dryRun: true });
    expect(dry).toMatchObject({ added: 1, changed: 1, removed: 1, unchanged: 0, applied: false });
    expect(dry.changes).toEqual([
      { before: line(2) },
      { before: line(1), after: line(1, 'ローソン 新しい鍵町店') },
      { after: line(3) },
    ]);
    expect(await exportCsv()).toBe(fileOf(line(1), line(2)));
    expect((await importCsv(next, { mode: 'replace' })).applied).toBe(true);
    expect(await exportCsv()).toBe(next);
  });

  it('keeps what it does not name, unless it is to replace', async () => {
    await importCsv(fileOf(line(1)));
    await importCsv(fileOf(line(2)));
    expect(await exportCsv()).toBe(fileOf(line(1), line(2)));
  });

  it('does not take a store away from under a kiosk', async () => {
    await importCsv(fileOf(line(1), line(2)));
    await transaction(database.db, (tx) =>
      admitKiosk(tx, {
        id: `${ID}9`,
        store: `${ID}2`,
        fingerprint: Uint8Array.of(1),
        enrolledAt: clock.now(),
      }),
    );
    const report = await importCsv(fileOf(line(1)), { mode: 'replace' });
    expect(report.faults).toEqual([
      { line: 1, column: 'id', message: `${ID}2 is missing and a kiosk stands there` },
    ]);
    expect(await exportCsv()).toBe(fileOf(line(1), line(2)));
  });

  it('is in the audit log with who did it, a dry run is not', async () => {
    await importCsv(fileOf(line(1)), { dryRun: true });
    await importCsv(fileOf(line(1)));
    const entries = await database.db
      .selectFrom('audit_entry')
      .select(['kind', 'subjects', 'data'])
      .execute();
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries[0])).toMatch(/table\.imported.*mio/);
  });
});

describe('a formula is harmless in a spreadsheet', () => {
  it.each([
    '=HYPERLINK("x")',
    '+1',
    '-1',
    '@SUM(A1)',
    '＝1+1',
    "'=1",
    "''@x",
    "'quiet",
  ])('%s goes out behind an apostrophe and comes back as it was', async (name) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await importCsv(fileOf(line(1, /^'*[=+\-@＝]/.test(name) ? `"'${quoted.slice(1)}` : quoted)));
    const stored = await database.db.selectFrom('store').select('name').executeTakeFirst();
    expect(stored?.name).toBe(name);
    const csv = await exportCsv();
    const cell = /lawson,("(?:[^"]|"")*"|[^,]*),/.exec(csv)?.[1] ?? '';
    expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@＝\t\r]/);
    expect((await importCsv(csv)).unchanged).toBe(1);
  });
});

describe('chains, offers and kiosks are files as well', () => {
  it('the chains of 2026 go out, in and out again', async () => {
    const chains = await exportCsv('chains');
    expect(chains).toContain(
      'aeon-retail,イオンリテール,Aeon Retail,本州・四国の「イオン」「イオンスタイル」,',
    );
    expect(await importCsv(chains, { table: 'chains', mode: 'replace' })).toMatchObject({ unchanged: 9 });
    await importCsv(`${chains}new-chain,新しい,New,,\r\n`, { table: 'chains' });
    expect(await exportCsv('chains')).toContain('new-chain,新しい,New,,');
  });

  it('an offer gets its end, and one of a store that is not there is named', async () => {
    const offers = await exportCsv('offers');
    const ended = offers.replace('lawson,,sign,2026-01-01,', 'lawson,,sign,2026-01-01,2026-03-31');
    expect(await importCsv(ended, { table: 'offers' })).toMatchObject({ changed: 1, added: 0 });
    expect(await exportCsv('offers')).toBe(ended);
    const wrong = await importCsv(`${ended}fuji,${ID}1,auth,2026-04-01,\r\n`, { table: 'offers' });
    expect(wrong.faults).toMatchObject([{ column: 'store' }]);
    const backwards = `${ended}lawson,,auth,2026-04-02,2026-04-01\r\n`;
    expect((await importCsv(backwards, { table: 'offers' })).faults).toMatchObject([{ column: 'last_day' }]);
  });

  it('a kiosk is moved by a file, never admitted by one', async () => {
    await importCsv(fileOf(line(1), line(2)));
    await transaction(database.db, (tx) =>
      admitKiosk(tx, {
        id: `${ID}9`,
        store: `${ID}2`,
        fingerprint: Uint8Array.of(1),
        enrolledAt: clock.now(),
      }),
    );
    const kiosks = await exportCsv('kiosks');
    const moved = kiosks.replace(`,${ID}2,`, `,${ID}1,`);
    expect(await importCsv(moved, { table: 'kiosks' })).toMatchObject({ changed: 1, applied: true });
    expect(await exportCsv('kiosks')).toBe(moved);
    const strange = await importCsv(moved.replace(`${ID}9`, `${ID}8`), { table: 'kiosks' });
    expect(strange.faults).toMatchObject([{ line: 2, column: 'kiosk' }]);
    const nowhere = await importCsv(moved.replace(`,${ID}1,`, `,${ID}7,`), { table: 'kiosks' });
    expect(nowhere.faults).toMatchObject([{ line: 2, column: 'store' }]);
  });
});
