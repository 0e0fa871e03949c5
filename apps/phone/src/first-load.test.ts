import { readdir, readFile, stat } from 'node:fs/promises';
import { LANGUAGES } from '@kaijo/contract/language';
import { describe, expect, it } from 'vitest';

/** As it was built (`npm run build`), with the files' compressed halves beside them. */
const SITE = new URL('../dist/site/', import.meta.url);
const BUDGET = 200_000;

const compressed = async (path: string): Promise<number> => (await stat(new URL(`${path}.br`, SITE))).size;

/** Scripts that the page asks for, and those that they import, once each. */
async function scriptsOf(): Promise<Set<string>> {
  const page = await readFile(new URL('index.html', SITE), 'utf8');
  const found = new Set<string>();
  const take = async (path: string): Promise<void> => {
    if (found.has(path)) return;
    found.add(path);
    const source = await readFile(new URL(path, SITE), 'utf8');
    // A static import of another chunk; what is imported when it is needed has brackets.
    for (const [, next = ''] of source.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      await take(`assets/${next}`);
  };
  for (const [, path = ''] of page.matchAll(/\/phone\/(assets\/[\w.-]+\.js)/g)) await take(path);
  return found;
}

describe('the first load', () => {
  it(`is at most ${BUDGET / 1_000} kB of compressed JavaScript, the largest languages included`, async () => {
    const scripts = await scriptsOf();
    expect(scripts.size).toBeGreaterThan(0);
    const sizes = await Promise.all([...scripts].map(compressed));
    const names = (await readdir(new URL('assets/', SITE))).filter((name) =>
      /^[a-z-]+-[\w-]{8}\.js$/i.test(name),
    );
    const words = await Promise.all(
      LANGUAGES.map(async (language) => {
        const own = names.filter((name) => name.slice(0, -12) === language.toLowerCase());
        expect(own.length).toBeGreaterThan(0);
        const all = await Promise.all(own.map((name) => compressed(`assets/${name}`)));
        return all.reduce((sum, size) => sum + size, 0);
      }),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0) + Math.max(...words);
    expect(total).toBeLessThanOrEqual(BUDGET);
    // Whoever measures nothing finds nothing too large.
    expect(total).toBeGreaterThan(20_000);
  });

  it('has no model and no reader of pictures in it', async () => {
    for (const path of await scriptsOf()) {
      const source = await readFile(new URL(path, SITE), 'utf8');
      expect(source).not.toContain('InferenceSession');
    }
  });
});
