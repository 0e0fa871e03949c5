/** One entry of `packages` in a package-lock.json of version 3. */
export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** What ships: the apps and packages of this repository, and not its tests and benchmarks. */
const SHIPPED = /^(apps|packages)\/[^/]+$/;
/** Starts PostgreSQL for tests. */
const FOR_TESTS = new Set(['packages/postgres-server']);

/** Paths (`node_modules/fastify`) of all that the shipped workspaces need, directly or not, optional packages included. */
export function productionPackages(lock: Lock): readonly string[] {
  const found = new Set<string>();
  const waiting = Object.keys(lock.packages).filter((path) => SHIPPED.test(path) && !FOR_TESTS.has(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    waiting.push(...resolvedNeeds(lock, path));
  }
  return [...found].filter((path) => path.includes('node_modules/')).toSorted();
}

/** Where that which a package asks for is found; what is optional and was left out is not named. */
export function resolvedNeeds({ packages }: Lock, path: string): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies } = packages[path] ?? {};
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return names.flatMap((name) => resolve(packages, path, name) ?? []);
}

/** As Node does: from the folder of the one that asks upwards. A workspace's link leads to its folder. */
function resolve(packages: Lock['packages'], from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    const found = packages[path];
    if (found !== undefined) return found.link ? found.resolved : path;
    if (folder === '') return undefined;
  }
}
