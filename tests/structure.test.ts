import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Workspace {
  /** `packages/jpki` */
  readonly path: string;
  readonly name: string;
  /** What it may import; what it needs to run. */
  readonly uses: readonly string[];
  readonly needs: readonly string[];
}

function workspaces(folder: string): Workspace[] {
  return readdirSync(join(ROOT, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(join(ROOT, path, 'package.json')))
    .map((path) => {
      const json = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'));
      const needed = { ...json.dependencies, ...json.optionalDependencies };
      const kaijo = (of: object) => Object.keys(of).filter((name) => name.startsWith('@kaijo/'));
      return {
        path,
        name: json.name,
        uses: kaijo({ ...needed, ...json.devDependencies }),
        needs: kaijo(needed),
      };
    });
}

const packages = workspaces('packages');
const apps = workspaces('apps');
const all = [...packages, ...apps];

function sourceFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || name === 'dist') return [];
    if (statSync(path).isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

interface Import {
  readonly file: string;
  readonly target: string;
  readonly test: boolean;
}

function importsOf({ path }: Workspace): Import[] {
  return sourceFiles(join(ROOT, path, 'src')).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const below = relative(ROOT, file);
    return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) => ({
      file: below,
      target: target as string,
      test: /\.(test|slow)\.tsx?$|\/(testing|test-support)\/|\/test-[\w-]+\.ts$/.test(below),
    }));
  });
}

const packageOf = (target: string): string => target.split('/').slice(0, 2).join('/');

/** architecture.md: what a package may use of its kind. Who is not named may use any package. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  '@kaijo/secret': [],
  '@kaijo/iso7816': [],
  '@kaijo/scp03': ['@kaijo/iso7816', '@kaijo/secret'],
  '@kaijo/mynacard': ['@kaijo/iso7816', '@kaijo/secret', '@kaijo/jpki'],
  '@kaijo/jpki': ['@kaijo/iso7816', '@kaijo/secret', '@kaijo/personas'],
  '@kaijo/contract': ['@kaijo/iso7816'],
};

describe('dependencies point one way', () => {
  it('finds the workspaces', () => {
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['@kaijo/iso7816', '@kaijo/contract']),
    );
    expect(apps.map(({ name }) => name)).toContain('@kaijo/service');
  });

  it('no package depends on an app, and no app on another', () => {
    const names = new Set(apps.map(({ name }) => name));
    expect(all.filter(({ uses }) => uses.some((name) => names.has(name))).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('no package needs itself by way of others (tests may)', () => {
    const needs = new Map(all.map((one) => [one.name, one.needs]));
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      (needs.get(from) ?? []).some(
        (next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))),
      );
    expect(all.filter(({ name }) => reaches(name, name)).map(({ name }) => name)).toEqual([]);
  });

  it.each(Object.entries(MAY_USE))('%s uses no more than it may', (name, allowed) => {
    const found = all.find((one) => one.name === name);
    const shipped = found === undefined ? [] : importsOf(found).filter(({ test }) => !test);
    const used = shipped
      .map(({ target }) => packageOf(target))
      .filter((target) => target.startsWith('@kaijo/'));
    expect([...new Set(used)].filter((target) => !allowed.includes(target))).toEqual([]);
  });
});

describe.each(all.map((one) => [one.name, one] as const))('%s', (name, workspace) => {
  const imports = importsOf(workspace);

  it('declares what it imports of the others', () => {
    const undeclared = imports
      .filter(({ target }) => target.startsWith('@kaijo/') && packageOf(target) !== name)
      .filter(({ target }) => !workspace.uses.includes(packageOf(target)))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(undeclared).toEqual([]);
  });

  it('reaches into no other workspace by a path', () => {
    const outside = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({ file, target, at: join(file, '..', target) }))
      .filter(({ at }) => !at.startsWith(`${workspace.path}/`))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(outside).toEqual([]);
  });
});
