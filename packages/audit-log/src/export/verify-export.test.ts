import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { parseSignedNote } from '../note/signed-note.ts';
import { entryNumber, exportOf, signNote, testKey } from '../testing/test-log.ts';
import { type EntryText, entryHash } from './entry.ts';
import { type ExportLine, formatExportLine, parseExportLine } from './lines.ts';
import { LineTooLong, readLines } from './read-lines.ts';
import { type ExportCheck, verifyExport } from './verify-export.ts';

const KEY = testKey('kaijo.example/audit');
/** Lines: 1 the start, 2 head, 3-6 entries 0-3, 7 head, 8-12 entries 4-8, 13 head, 14 entry 9, 15 the end. */
const BATCHES = [4, 5, 1];
const LINES = exportOf(KEY, BATCHES);

async function* linesOf(lines: readonly string[]) {
  yield* lines;
}
const verify = (lines: readonly string[], check: Partial<ExportCheck> = {}) =>
  verifyExport(linesOf(lines), { keys: [KEY.verifier], ...check });
const faultOf = async (lines: readonly string[], check: Partial<ExportCheck> = {}) => {
  const verdict = await verify(lines, check);
  return verdict.kind === 'broken' ? verdict.fault : undefined;
};

/** The export with one line, counted from 1, replaced, removed or followed by others. */
const edit = (line: number, change: (text: string) => readonly string[]): string[] =>
  LINES.flatMap((text, index) => (index + 1 === line ? change(text) : [text]));

type EntryLine = Extract<ExportLine, { kind: 'entry' }>;
type HeadLine = Extract<ExportLine, { kind: 'head' }>;

const entryLine = (text: string): EntryLine => parseExportLine(text) as EntryLine;
const withEntry = (text: string, change: Partial<EntryText & { index: number }>): string =>
  formatExportLine({ kind: 'entry', entry: { ...entryLine(text).entry, ...change } });
const withHead = (text: string, change: Partial<HeadLine>): string =>
  formatExportLine({ ...(parseExportLine(text) as HeadLine), ...change });
/** What somebody does who knows that a list of the hashes stands beside the head. */
const relist = (text: string, entries: readonly EntryText[]): string =>
  withHead(text, { leaves: Buffer.concat(entries.map(entryHash)).toString('base64') });
const noteOf = (line: number): string => (parseExportLine(LINES[line - 1] as string) as HeadLine).note;
const headOf = (note: string) => {
  const head = parseCheckpoint(parseSignedNote(note)?.text ?? '');
  if (head === undefined) throw new Error('no head');
  return head;
};

describe('R39: an export of the log', () => {
  it('that nobody touched is intact', async () => {
    const seen: number[] = [];
    const verdict = await verify(LINES, {
      onEntry: ({ index }) => seen.push(index),
      known: [headOf(noteOf(2)), headOf(noteOf(13))],
    });
    expect(verdict).toMatchObject({ kind: 'intact', size: 10, heads: 3, unsealed: 0, head: noteOf(13) });
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await verify(exportOf(KEY, []))).toMatchObject({ kind: 'intact', size: 0, heads: 0 });
  });

  it.each([
    ['kind', { kind: 'reservation.cancelled' }],
    ['time', { at: '2026-03-02T03:00:00.000Z' }],
    ['subject', { subjects: '{}' }],
    ['data', { data: '{"a":1}' }],
    ['id', { id: '00000000-0000-4000-8000-000000009999' }],
  ])('an entry with another %s is named', async (_, change) => {
    const fault = await faultOf(edit(9, (text) => [withEntry(text, change)]));
    expect(fault).toMatchObject({ defect: 'entry-changed', from: 5, line: 9 });
  });

  it.each([3, 6, 8, 12, 14])('a removed entry is named (line %i)', async (line) => {
    const { index } = entryLine(LINES[line - 1] as string).entry;
    const removed = edit(line, () => []);
    expect(await faultOf(removed)).toMatchObject({ defect: 'entry-missing', from: index });
    // And when those behind it were numbered anew.
    const renumbered = removed.map((text, at) =>
      at + 1 >= line && text.startsWith('{"entry"')
        ? withEntry(text, { index: entryLine(text).entry.index - 1 })
        : text,
    );
    expect(await faultOf(renumbered)).toMatchObject({ defect: 'entry-missing', from: index });
  });

  it('two entries that changed places are named, hidden behind their numbers or not', async () => {
    const [a, b] = [LINES[8] as string, LINES[9] as string];
    const swapped = LINES.with(8, b).with(9, a);
    expect(await faultOf(swapped)).toMatchObject({ defect: 'entries-reordered', from: 5 });
    const hidden = LINES.with(8, withEntry(b, { index: 5 })).with(9, withEntry(a, { index: 6 }));
    expect(await faultOf(hidden)).toMatchObject({ defect: 'entries-reordered', from: 5 });
  });

  it('an added entry is named: within a batch, at its end, behind the last head', async () => {
    const added = (index: number) =>
      formatExportLine({ kind: 'entry', entry: { ...entryNumber(77), index } });
    for (const [line, index] of [
      [10, 6],
      [12, 9],
      [14, 10],
    ] as const) {
      const behind = entryLine(LINES[line - 1] as string).entry.index + 1;
      const fault = await faultOf(edit(line, (text) => [text, added(index)]));
      expect(fault).toMatchObject({ defect: 'entry-added', from: behind, line: line + 1 });
    }
  });

  it('a batch whose list of hashes was changed with it cannot hide: the batch is named', async () => {
    const entries = [4, 5, 6, 7, 8].map(entryNumber);
    const forged = { ...entryNumber(5), kind: 'reservation.cancelled' };
    const lines = edit(7, (text) => [relist(text, entries.with(1, forged))]);
    lines[8] = withEntry(lines[8] as string, forged);
    expect(await faultOf(lines)).toMatchObject({ defect: 'entries-differ', from: 4, to: 8, line: 7 });
    const listOnly = edit(7, (text) => [relist(text, entries.with(1, forged))]);
    expect(await faultOf(listOnly)).toMatchObject({ defect: 'head-altered', from: 4, line: 7 });
  });

  it('a head that was written anew, by whoever has not the key, is forged', async () => {
    const stranger = testKey(KEY.verifier.name);
    const { text } = parseSignedNote(noteOf(7)) ?? { text: '' };
    for (const note of [
      noteOf(7).replace('\n9\n', '\n8\n'),
      signNote(text, stranger),
      noteOf(7).replace('kaijo.example/audit\n', 'other.example/audit\n'),
    ]) {
      const fault = await faultOf(edit(7, (line) => [withHead(line, { note })]));
      expect(fault).toMatchObject({ defect: 'head-forged', from: 4, line: 7 });
    }
    expect(await faultOf(LINES, { keys: [stranger.verifier] })).toMatchObject({ defect: 'head-forged' });
    expect(await faultOf(LINES, { keys: [stranger.verifier, KEY.verifier] })).toBeUndefined();
  });

  it('a head that was taken away is missed, alone or with its entries', async () => {
    expect(await faultOf(LINES.filter((_, at) => at !== 1))).toMatchObject({
      defect: 'entry-added',
      from: 0,
    });
    const merged = LINES.filter((_, at) => at !== 6);
    expect(await faultOf(merged)).toMatchObject({ defect: 'entry-added', from: 4 });
    const without = LINES.filter((_, at) => at < 6 || at > 11);
    expect(await faultOf(without)).toMatchObject({ defect: 'head-missing', from: 4 });
  });

  it('a cut anywhere is found', async () => {
    for (let length = 0; length < LINES.length; length++)
      expect(await faultOf(LINES.slice(0, length))).toMatchObject({ defect: 'truncated' });
  });

  it('a cut with a new end is found by whoever knows a later head', async () => {
    const rolledBack = exportOf(KEY, BATCHES).slice(0, 12);
    const start = formatExportLine({ kind: 'start', origin: KEY.verifier.name, size: 9 });
    const lines = [start, ...rolledBack.slice(1), formatExportLine({ kind: 'end', size: 9, unsealed: 0 })];
    expect((await verify(lines)).kind).toBe('intact');
    const fault = await faultOf(lines, { known: [headOf(noteOf(13))] });
    expect(fault).toMatchObject({ defect: 'behind-known-head', from: 9, to: 9 });
  });

  it('another history, rightly signed, is found by whoever knows a head of the first one', async () => {
    const other = testKey('other.example/audit');
    const known = [headOf(noteOf(7))];
    const fork = exportOf(other, [6, 4]);
    expect(await faultOf(fork, { keys: [other.verifier], known })).toBeUndefined();
    const changed = { ...known[0], root: new Uint8Array(32) } as (typeof known)[0];
    const fault = await faultOf(fork, { keys: [other.verifier], known: [changed] });
    expect(fault).toMatchObject({ defect: 'forked', from: 0, to: 8 });
  });

  it('what is not under the tree has no place to stand in', async () => {
    const smuggled = [
      (text: string) => text.replace('"kind":', '"note":"approved","kind":'),
      (text: string) => text.replace('"kind":', '"kind":"reservation.cancelled","kind":'),
      (text: string) => text.replace('{"entry"', '{ "entry"'),
      () => 'null',
      () => '[]',
      () => '',
    ];
    for (const change of smuggled)
      expect(await faultOf(edit(9, (text) => [change(text)]))).toMatchObject({
        defect: 'malformed',
        line: 9,
      });
    expect(await faultOf([...LINES, LINES[3] as string])).toMatchObject({ defect: 'malformed' });
    expect(await faultOf([LINES[0] as string, ...LINES])).toMatchObject({ defect: 'malformed' });
  });

  it('no change of any one character passes', async () => {
    const text = LINES.join('\n');
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 0x20, max: 0x7e }), async (at, code) => {
        const changed = `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`;
        // How many entries were not sealed yet is told, not proven.
        fc.pre(changed !== text && !/"unsealed":\d/.test(changed.slice(at - 11, at + 1)));
        expect((await verify(changed.split('\n'))).kind).toBe('broken');
      }),
      { numRuns: 300 },
    );
  });
});

describe('an export is read line by line', () => {
  async function* chunksOf(text: string, size: number) {
    const all = Buffer.from(text);
    for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
  }
  const collect = async (lines: AsyncIterable<string>) => {
    const all: string[] = [];
    for await (const line of lines) all.push(line);
    return all;
  };

  it('whichever way its bytes arrive', async () => {
    for (const size of [1, 2, 3, 7, 1_000])
      expect(await collect(readLines(chunksOf('解錠\n\nab\nend', size)))).toEqual(['解錠', '', 'ab', 'end']);
  });

  it('and a line without an end is not gathered in memory', async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(1_000, 0x61);
    }
    await expect(collect(readLines(endless(), 10_000))).rejects.toThrow(LineTooLong);
  });
});
