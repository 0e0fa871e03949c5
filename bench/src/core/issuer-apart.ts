import { join } from 'node:path';
import type { DataFolder } from '@kaijo/cli/installation';
import { startChild } from '../child.ts';

const SERVER = new URL('./issuer-server.js', import.meta.url);

export interface IssuerApart extends AsyncDisposable {
  /** Settings that make a service ask this issuer. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The demo issuer of `folder` in a process of its own, as the real one is elsewhere. `offset`: of its clock, in ms. */
export async function issuerApart(folder: DataFolder, offset: number): Promise<IssuerApart> {
  const trustFile = join(folder.root, 'trust.json');
  const child = await startChild<string>(SERVER, folder.issuer, String(offset), trustFile);
  return {
    settings: { KAIJO_ISSUER_URL: child.said, KAIJO_TRUST_FILE: trustFile },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
