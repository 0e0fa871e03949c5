import { type Lock, productionPackages, resolvedNeeds } from './production-packages.ts';

export interface Model {
  /** `packages/face/models/iris.onnx` */
  readonly path: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

interface Component {
  readonly type: 'library' | 'machine-learning-model';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly hashes: readonly { readonly alg: 'SHA-512' | 'SHA-256'; readonly content: string }[];
  readonly licenses?: readonly object[];
}

/**
 * What ships, in CycloneDX 1.5: every package that the lock file pins for it, with its hash, its licence and what it
 * needs, and the models. npm's own `npm sbom` leaves out hoisted packages when it is asked for some workspaces only.
 * No serial number and no time: the same commit gives the same file.
 */
export function billOfMaterials(of: {
  readonly lock: Lock;
  readonly models: readonly Model[];
  readonly version: string;
}): object {
  const { lock, models, version } = of;
  const paths = productionPackages(lock);
  const libraries = paths.map((path) => library(lock, path));
  const root = `kaijo@${version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': root,
        name: 'kaijo',
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: [...libraries, ...models.map(modelComponent)],
    dependencies: [
      { ref: root, dependsOn: [...paths, ...models.map(({ path }) => path)] },
      ...paths.map((path) => ({ ref: path, dependsOn: resolvedNeeds(lock, path) })),
    ],
  };
}

function library({ packages }: Lock, path: string): Component {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const { version = '', integrity = '', license } = packages[path] ?? {};
  return {
    type: 'library',
    'bom-ref': path,
    name,
    version,
    // Package URL: the scope's @ is percent-encoded.
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    hashes: [
      { alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') },
    ],
    ...(license !== undefined && { licenses: [licenceOf(license)] }),
  };
}

/** An identifier of SPDX, or an expression over some. */
function licenceOf(licence: string): object {
  return /[ ()]/.test(licence) ? { expression: licence } : { license: { id: licence } };
}

function modelComponent({ path, sha256 }: Model): Component {
  return {
    type: 'machine-learning-model',
    'bom-ref': path,
    name: path,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
  };
}
