import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SOURCE = dirname(fileURLToPath(import.meta.url));

/** What features stand on. It knows none of them. */
const INFRASTRUCTURE = new Set([
  'audit',
  'config',
  'database',
  'http',
  'idempotency',
  'issuer',
  'keys',
  'kiosk-trust',
  'observation',
  'sites',
]);

interface SourceFile {
  /** Below src. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sourceFiles(folder = SOURCE): SourceFile[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourceFiles(path);
    if (!name.endsWith('.ts')) return [];
    const text = readFileSync(path, 'utf8');
    const imports = [...text.matchAll(/(?:from|import) '([^']+)'/g)].map(([, target]) => target as string);
    const below = relative(SOURCE, path);
    return [
      { path: below, folder: below.includes('/') ? (below.split('/')[0] as string) : '', text, imports },
    ];
  });
}

const all = sourceFiles();
const isTest = ({ path, folder }: SourceFile): boolean =>
  path.endsWith('.test.ts') || /(^|\/)test-/.test(path) || folder === 'testing';
const shipped = all.filter((file) => !isTest(file));
const folders = [...new Set(shipped.map(({ folder }) => folder).filter(Boolean))];
const features = folders.filter((folder) => !INFRASTRUCTURE.has(folder));

/** The files of this app that a file imports, below src. */
function ownImports(file: SourceFile): string[] {
  const here = dirname(join(SOURCE, file.path));
  return file.imports
    .filter((target) => target.startsWith('.'))
    .map((target) => relative(SOURCE, resolve(here, target)));
}

describe('one folder is one thing that the service is about', () => {
  it('finds its files, features and infrastructure', () => {
    expect(shipped.length).toBeGreaterThan(60);
    expect(features).toEqual(
      expect.arrayContaining(['reservation', 'restriction', 'kiosk-session', 'phone-session', 'opening']),
    );
    for (const folder of INFRASTRUCTURE) expect(folders).toContain(folder);
  });

  it('a folder uses another one by its index only', () => {
    const wrong = shipped
      // The roots put the parts together, listeners and logs included.
      .filter(({ folder }) => folder !== '')
      .flatMap((file) =>
        ownImports(file)
          .filter((target) => target.includes('/') && target.split('/')[0] !== file.folder)
          .filter((target) => target !== `${target.split('/')[0]}/index.ts`)
          .map((target) => `${file.path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('the roots use features by their index only', () => {
    const wrong = shipped
      .filter(({ folder }) => folder === '')
      .flatMap((file) =>
        ownImports(file)
          .filter(
            (target) => features.includes(target.split('/')[0] as string) && !target.endsWith('/index.ts'),
          )
          .map((target) => `${file.path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('infrastructure knows no feature', () => {
    const wrong = shipped
      .filter(({ folder }) => INFRASTRUCTURE.has(folder))
      .flatMap((file) =>
        ownImports(file)
          .filter((target) => features.includes(target.split('/')[0] as string))
          .map((target) => `${file.path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('a table is named only in the folder that declares it', () => {
    const owner = new Map<string, string>();
    for (const { folder, text } of shipped) {
      for (const [, body] of text.matchAll(/interface \w+Tables \{([^}]*)\}/g))
        for (const [, table] of (body as string).matchAll(/^ {2}(\w+):/gm))
          owner.set(table as string, folder);
    }
    expect(owner.get('audit_entry')).toBe('audit');
    expect(owner.get('reservation')).toBe('reservation');
    const uses = /(?:selectFrom|insertInto|updateTable|deleteFrom|[jJ]oin)\(\s*'(\w+)/g;
    const wrong = shipped.flatMap(({ path, folder, text }) =>
      [...text.matchAll(uses)]
        .filter(([, table]) => owner.get(table as string) !== folder)
        .map(([, table]) => `${path} uses ${table}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('rules are pure', () => {
  const rules = shipped.filter(({ path }) => /\/(rules|times|record|japan-time)\.ts$/.test(path));

  it.each(
    rules.map((file) => [file.path, file] as const),
  )('%s: no I/O, no clock and no chance of its own', (_, file) => {
    const io = file.imports.filter((target) =>
      /^node:|kysely|fastify|\/(storage|routes|tables|port)\.ts$/.test(target),
    );
    expect(io).toEqual([]);
    const fromInfrastructure = ownImports(file).filter((target) =>
      INFRASTRUCTURE.has(target.split('/')[0] as string),
    );
    expect(fromInfrastructure).toEqual([]);
    expect(file.text).not.toMatch(/Date\.now\(|new Date\(\)|Math\.random\(|randomUUID|process\./);
  });

  it('knows where they are', () => {
    expect(rules.length).toBeGreaterThan(7);
  });
});

describe('time and chance come in as arguments', () => {
  /** Where they come from; and chance that decides nothing. */
  const SOURCES = new Set(['clock.ts', 'random.ts', 'main.ts', 'database/transaction.ts']);

  it.each(
    shipped.filter(({ path }) => !SOURCES.has(path)).map((file) => [file.path, file] as const),
  )('%s', (_, file) => {
    expect(file.text).not.toMatch(/Date\.now\(|new Date\(\)|Math\.random\(|randomUUID\(|randomBytes\(/);
  });
});
