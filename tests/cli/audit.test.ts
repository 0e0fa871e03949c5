import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatExportLine, parseExportLine } from '@kaijo/audit-log';
import { type Console, EXIT, run } from '@kaijo/cli';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceWithinProcess, startWithinProcess } from '../support/restartable-service.ts';

let service: ServiceWithinProcess;
let folder: string;
let key: string;
const before = process.env.KAIJO_DATA;
beforeAll(async () => {
  service = await startWithinProcess({});
  process.env.KAIJO_DATA = service.folder.root;
  folder = await mkdtemp(join(tmpdir(), 'kaijo-audit-'));
  key = (await kaijo('keys', 'export-public')).out;
}, 180_000);
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
    colours: { red: same },
    out: (line: string) => out.push(line),
    note: (line: string) => notes.push(line),
    working: (_: string, work: () => Promise<unknown>) => work(),
  } as unknown as Console;
  const exitCode = await run(args, console);
  return { exitCode, out: out.join('\n'), notes: notes.join('\n') };
}

const file = (name: string): string => join(folder, name);
const verify = (name: string, ...more: string[]) =>
  kaijo('audit', 'verify', file(name), '--key', key, ...more);

/** Decisions of staff, sealed: the service seals what is open when it is restarted. */
async function decide(...numbers: readonly string[]): Promise<void> {
  for (const number of numbers) expect((await kaijo('staff', 'invite', number)).exitCode).toBe(EXIT.OK);
  await service.restart();
}
async function exported(name: string): Promise<string[]> {
  expect((await kaijo('audit', 'export', file(name))).exitCode).toBe(EXIT.OK);
  return (await readFile(file(name), 'utf8')).trimEnd().split('\n');
}
async function written(name: string, text: string): Promise<string> {
  await writeFile(file(name), text);
  return file(name);
}

describe('R39: somebody outside checks the log of a running service', () => {
  it('verifies an export offline, proves an entry, and that a later head goes on from an earlier one', async () => {
    await decide('s1', 's2', 's3');
    await exported('first.jsonl');
    const first = await verify('first.jsonl');
    expect(first.exitCode, first.notes).toBe(EXIT.OK);
    const size = /intact: ([1-9][0-9]*) entries/.exec(first.notes)?.[1] ?? '';
    const head = await written('first.head', `${first.out}\n`);

    await decide('s4', 's5');
    const lines = await exported('second.jsonl');
    const second = await verify('second.jsonl', '--head', head);
    expect(second.notes).toContain(`goes on from your head of ${size} entries`);

    const last = lines.map(parseExportLine).findLast((line) => line?.kind === 'entry');
    if (last?.kind !== 'entry') throw new Error('no entry');
    const { id, index } = last.entry;
    const of = ['--export', file('second.jsonl'), '--key', key];
    const proof = await kaijo('audit', 'prove', id, ...of);
    expect((await kaijo('audit', 'prove', String(index), ...of)).out).toBe(proof.out);
    const proofFile = await written('entry.tlog-proof', `${proof.out}\n`);
    const checked = await kaijo('audit', 'check', proofFile, '--key', key);
    expect(checked.exitCode, checked.notes).toBe(EXIT.OK);
    expect(checked.out).toContain(`"id":"${id}"`);
    const elsewhere = await written(
      'elsewhere.tlog-proof',
      `${proof.out.replace(`index ${index}`, 'index 3')}\n`,
    );
    expect((await kaijo('audit', 'check', elsewhere, '--key', key)).exitCode).toBe(EXIT.REFUSED);

    const consistency = await kaijo(
      'audit',
      'consistency',
      file('second.jsonl'),
      '--old',
      size,
      '--key',
      key,
    );
    const request = await written('witness.txt', `${consistency.out}\n`);
    const compared = await kaijo('audit', 'compare', head, request, '--key', key);
    expect(compared.notes).toContain(`contains all ${size} of the older one`);
    const wrong = await written('wrong.txt', `${consistency.out.replace(`old ${size}`, 'old 1')}\n`);
    expect((await kaijo('audit', 'compare', head, wrong, '--key', key)).exitCode).toBe(EXIT.REFUSED);
  });

  it('names a change in the file, a stranger’s key, and a cut', async () => {
    const lines = await exported('whole.jsonl');
    const at = lines.findIndex((line) => line.startsWith('{"entry"'));
    const line = parseExportLine(lines[at] as string);
    if (line?.kind !== 'entry') throw new Error('no entry');
    const changed = formatExportLine({ kind: 'entry', entry: { ...line.entry, data: '{"role":"auditor"}' } });
    await written('changed.jsonl', `${lines.with(at, changed).join('\n')}\n`);
    const found = await verify('changed.jsonl');
    expect(found.exitCode).toBe(EXIT.REFUSED);
    expect(found.notes).toContain(`line ${at + 1}: entry 0 (${line.entry.id}) does not say what it said`);
    await written('cut.jsonl', `${lines.slice(0, -2).join('\n')}\n`);
    expect((await verify('cut.jsonl')).notes).toContain('before its end');
    expect((await kaijo('audit', 'verify', file('whole.jsonl'), '--key', 'x')).exitCode).toBe(EXIT.NO_INPUT);
    const strange = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const forged = await kaijo('audit', 'verify', file('whole.jsonl'), '--key', strange);
    expect(forged.notes).toContain("not signed by the log's key");
  });

  it('finds what an administrator changed in the tables, and the log goes on meanwhile', async () => {
    const tables = service.database.db;
    await sql`update audit_entry set kind = 'reservation.cancelled' where leaf_index = 1`.execute(tables);
    await decide('s6');
    await exported('tampered.jsonl');
    expect((await verify('tampered.jsonl')).notes).toMatch(
      /entry 1 \([-0-9a-f]{36}\) does not say what it said/,
    );
    await sql`delete from audit_entry where leaf_index = 0`.execute(tables);
    await exported('removed.jsonl');
    expect((await verify('removed.jsonl')).notes).toContain('entry 0 was sealed and is not there');
  });

  it('a history that was written anew is found by whoever kept a head', async () => {
    const kept = file('first.head');
    const tables = service.database.db;
    await sql`delete from audit_head`.execute(tables);
    await sql`update audit_entry set leaf_index = null`.execute(tables);
    await service.restart();
    await exported('anew.jsonl');
    expect((await verify('anew.jsonl')).exitCode).toBe(EXIT.OK);
    const found = await verify('anew.jsonl', '--head', kept);
    expect(found.exitCode).toBe(EXIT.REFUSED);
    expect(found.notes).toContain('the log was written anew');
  });

  it('heads of a rotated key are good for whoever has both', async () => {
    expect((await kaijo('keys', 'rotate', 'audit')).exitCode).toBe(EXIT.OK);
    await service.restart();
    await decide('s7');
    await exported('rotated.jsonl');
    expect((await verify('rotated.jsonl')).exitCode).toBe(EXIT.REFUSED);
    const keys = await written('keys.txt', (await kaijo('keys', 'export-public')).out);
    expect((await kaijo('audit', 'verify', file('rotated.jsonl'), '--key', keys)).exitCode).toBe(EXIT.OK);
  });
});
