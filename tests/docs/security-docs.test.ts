import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

/** Sections of OWASP ASVS 5.0.0 with the number of their requirements of levels 1 and 2, which come before level 3. */
const SECTIONS: Readonly<Record<string, readonly number[]>> = {
  1: [2, 9, 11, 3, 2],
  2: [3, 3, 4, 1],
  3: [0, 2, 4, 6, 5, 0, 2],
  4: [3, 1, 2, 4],
  5: [1, 3, 2, 3],
  6: [3, 12, 4, 4, 5, 3, 0, 4],
  7: [3, 4, 2, 5, 2, 2],
  8: [2, 3, 1, 1],
  9: [3, 4],
  10: [2, 2, 4, 11, 5, 2, 3],
  11: [2, 3, 3, 4, 1, 1],
  12: [3, 2, 4],
  13: [1, 5, 2, 5],
  14: [2, 4, 3],
  15: [3, 3, 7],
  16: [1, 5, 4, 3, 3],
  17: [1, 4, 2],
};

const EXPECTED = Object.entries(SECTIONS).flatMap(([chapter, counts]) =>
  counts.flatMap((count, at) => Array.from({ length: count }, (_, no) => `${chapter}.${at + 1}.${no + 1}`)),
);

/** Rows of all tables of a page: their cells, without the head. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (---|no\.)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What stands between backticks and looks like a path of the repository. */
function filesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\s]+)`/g)]
    .map(([, name]) => name as string)
    .filter((name) => /^(apps|packages|tests|docs|deploy|scripts|\.ci)\/[^*]+$/.test(name));
}

describe('docs/asvs.md', () => {
  const rows = rowsOf(read('docs/asvs.md'));

  it('has every requirement of levels 1 and 2 once', () => {
    expect(EXPECTED).toHaveLength(253);
    expect(rows.flatMap(([numbers = '']) => numbers.split(', ')).toSorted()).toEqual(EXPECTED.toSorted());
  });

  it('says of each how it is met and what shows it, or why not', () => {
    const empty = rows.filter(([, what, how, shown]) => !what || !how || !shown);
    expect(empty).toEqual([]);
    const claimed = rows.filter(([, , how = '', shown]) => shown === '–' && !/n\/a|none/.test(how));
    expect(claimed).toEqual([]);
  });
});

describe.each([
  'docs/asvs.md',
  'docs/threat-model.md',
  'docs/supply-chain.md',
  'SECURITY.md',
])('%s', (page) => {
  it('names files that there are', () => {
    const named = filesIn(read(page));
    expect(named.length).toBeGreaterThan(1);
    expect([...new Set(named)].filter((name) => !existsSync(`${ROOT}${name}`))).toEqual([]);
  });
});
