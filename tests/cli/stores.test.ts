import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Console, EXIT, run } from '@kaijo/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceWithinProcess, startWithinProcess } from '../support/restartable-service.ts';

let service: ServiceWithinProcess;
let folder: string;
const before = process.env.KAIJO_DATA;
beforeAll(async () => {
  service = await startWithinProcess({});
  process.env.KAIJO_DATA = service.folder.root;
  folder = await mkdtemp(join(tmpdir(), 'kaijo-stores-'));
});
afterAll(async () => {
  if (before === undefined) delete process.env.KAIJO_DATA;
  else process.env.KAIJO_DATA = before;
  await service?.close();
  await rm(folder, { recursive: true, force: true });
});

async function kaijo(...args: string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const same = (text: string): string => text;
  const console = {
    colours: { red: same, green: same, bold: same, cyan: same },
    out: (line: string) => out.push(line),
    note: (line: string) => notes.push(line),
    working: (_: string, work: () => Promise<unknown>) => work(),
  } as unknown as Console;
  const exitCode = await run(args, console);
  return { exitCode, out: out.join('\n'), notes: notes.join('\n') };
}

describe('kaijo stores', () => {
  it('exports, shows what a change would do, and does it', async () => {
    const file = join(folder, 'stores.csv');
    expect((await kaijo('stores', 'export', file)).exitCode).toBe(EXIT.OK);
    const csv = await readFile(file, 'utf8');
    await writeFile(file, csv.replace('鍵が丘駅前店', '鍵が丘駅東口店'));
    const dry = await kaijo('stores', 'import', file, '--dry-run');
    expect(dry.out).toMatch(/^- .*鍵が丘駅前店.*\n\+ .*鍵が丘駅東口店/);
    expect(dry.notes).toContain('dry run: nothing was changed');
    expect((await kaijo('stores', 'export', '-')).out).toContain('鍵が丘駅前店');
    expect((await kaijo('stores', 'import', file)).notes).toContain('1 changed');
    expect((await kaijo('stores', 'export', '-')).out).toContain('鍵が丘駅東口店');
  });

  it('names what is wrong by file, line and column, and changes nothing', async () => {
    const file = join(folder, 'broken.csv');
    const { out } = await kaijo('stores', 'export', '-');
    await writeFile(file, out.replace('100-0001', '1-1'));
    const broken = await kaijo('stores', 'import', file, '--replace');
    expect(broken.exitCode).toBe(EXIT.DATA);
    expect(broken.notes).toContain(`${file}:2: postcode is no postcode`);
    expect((await kaijo('stores', 'export', '-')).out).toBe(out);
  });

  it('reads what Excel in Japan writes', async () => {
    const file = join(folder, 'shift-jis.csv');
    const head = Buffer.from('id,name,name_latin,note_ja,note_en\r\nshift,');
    // テスト in Shift_JIS.
    const name = Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67]);
    await writeFile(file, Buffer.concat([head, name, Buffer.from(',,,\r\n')]));
    expect((await kaijo('stores', 'import', file, '--table', 'chains')).exitCode).toBe(EXIT.OK);
    expect((await kaijo('stores', 'export', '-', '--table', 'chains')).out).toContain('shift,テスト,');
  });

  it('makes synthetic stores', async () => {
    const [stores, offers] = [join(folder, 's.csv'), join(folder, 'o.csv')];
    expect((await kaijo('stores', 'synthetic', stores, offers, '--count', '100')).exitCode).toBe(EXIT.OK);
    expect((await kaijo('stores', 'import', stores)).notes).toContain('100 added');
    expect((await kaijo('stores', 'import', offers, '--table', 'offers')).exitCode).toBe(EXIT.OK);
  });

  it('says so when there is no such file', async () => {
    expect((await kaijo('stores', 'import', join(folder, 'nothing.csv'))).exitCode).toBe(EXIT.NO_INPUT);
  });
});
