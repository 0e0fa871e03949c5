import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { billOfMaterials } from '../scripts/supply-chain/bill-of-materials.ts';
import { type Lock, productionPackages } from '../scripts/supply-chain/production-packages.ts';
import { readModels } from '../scripts/supply-chain/read-models.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOCK = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')) as Lock;
const SHIPPED = productionPackages(LOCK);
/** SHA-256 or SHA-512. */
const HEX = expect.stringMatching(/^([0-9a-f]{64}|[0-9a-f]{128})$/);

/** Permissive licences (SPDX): what ships may be passed on under Apache-2.0. */
const ALLOWED = new Set([
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'ISC',
  'BlueOak-1.0.0',
]);

/** Everything else that ships, one by one, with the reason. A package that is not here and not allowed is refused. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  // A shared library beside sharp (Apache-2.0), loaded at run time and replaceable, as the LGPL asks.
  '@img/sharp-libvips-*': 'LGPL-3.0-or-later',
  '@img/sharp-wasm32': 'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
  '@img/sharp-win32-*': 'Apache-2.0 AND LGPL-3.0-or-later',
  // The font of the kiosk's slips: the Open Font License allows passing it on with a program.
  '@expo-google-fonts/biz-udpgothic': 'MIT AND OFL-1.1',
  'type-fest': '(MIT OR CC0-1.0)',
  // Says nothing in its package.json; the MIT licence is in its file LICENSE.
  'png-js': 'none',
};

/** Would run code at install; .npmrc forbids it, and what of them is needed is built by scripts/build-*.sh. */
const INSTALL_SCRIPTS = ['onnxruntime-node', 'pkcs11js', 'protobufjs', 'smartcard'];

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

describe('what ships', () => {
  it('is found: the service’s core is among it, the test runner and its browser are not', () => {
    const names = new Set(SHIPPED.map(nameOf));
    for (const name of ['fastify', 'react', 'pino', 'onnxruntime-node', 'kysely'])
      expect(names).toContain(name);
    for (const name of ['vitest', 'playwright-core', 'axe-core', 'typescript'])
      expect(names).not.toContain(name);
  });

  it('has a licence under which it may be passed on', () => {
    const faults = SHIPPED.flatMap((path) => {
      const name = nameOf(path);
      const licence = LOCK.packages[path]?.license ?? 'none';
      const excepted = Object.entries(EXCEPTIONS).some(
        ([pattern, value]) => matches(name, pattern) && value === licence,
      );
      return ALLOWED.has(licence) || excepted ? [] : [`${name}: ${licence}`];
    });
    expect(faults).toEqual([]);
  });

  it('has no exception that nothing needs any more', () => {
    const names = SHIPPED.map(nameOf);
    const idle = Object.keys(EXCEPTIONS).filter((pattern) => !names.some((name) => matches(name, pattern)));
    expect(idle).toEqual([]);
  });
});

describe('the bill of materials', () => {
  const bill = billOfMaterials({ lock: LOCK, version: '0.1.0', models: readModels(ROOT) }) as Bill;

  it('names all that ships with its hash, and what each of it needs', () => {
    expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', '1.5']);
    const refs = bill.components.map((component) => component['bom-ref']);
    expect(refs).toEqual([...SHIPPED, ...readModels(ROOT).map(({ path }) => path)]);
    expect(new Set(refs).size).toBe(refs.length);
    for (const { name, hashes } of bill.components) expect([name, hashes[0]?.content]).toEqual([name, HEX]);
    const known = new Set(refs);
    for (const { dependsOn } of bill.dependencies) for (const ref of dependsOn) expect(known).toContain(ref);
  });

  it('says which licence and where from', () => {
    expect(bill.components.find(({ name }) => name === '@fastify/static')).toMatchObject({
      type: 'library',
      purl: expect.stringMatching(/^pkg:npm\/%40fastify\/static@\d+\.\d+\.\d+$/),
      licenses: [{ license: { id: 'MIT' } }],
    });
  });
});

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly hashes: readonly { readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly dependsOn: readonly string[] }[];
}

describe('what is installed', () => {
  const installed = Object.entries(LOCK.packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && !link,
  );

  it('is pinned by its hash, and comes from the registry alone', () => {
    const loose = installed.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''));
    expect(loose.map(([path]) => path)).toEqual([]);
    // omit-lockfile-registry-resolved: an address in the lock file would be of another source (git, a file, a URL).
    const elsewhere = installed.filter(([, { resolved }]) => resolved !== undefined);
    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });

  it('runs no code at install, and a package that would is known by name', () => {
    expect(readFileSync(`${ROOT}.npmrc`, 'utf8')).toMatch(/^ignore-scripts=true$/m);
    const scripts = installed
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => nameOf(path));
    expect(scripts.toSorted()).toEqual(INSTALL_SCRIPTS);
  });
});

describe('the models', () => {
  it('are the ones whose hashes stand beside them, and no other', () => {
    const folder = `${ROOT}packages/face/models/`;
    const listed = readFileSync(`${folder}SHA256SUMS`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+\*?/) as [string, string]);
    const there = readdirSync(folder).filter((name) => name.endsWith('.onnx'));
    expect(listed.map(([, name]) => name).toSorted()).toEqual(there.toSorted());
    for (const [sum, name] of listed)
      expect([
        name,
        createHash('sha256')
          .update(readFileSync(`${folder}${name}`))
          .digest('hex'),
      ]).toEqual([name, sum]);
  });
});
