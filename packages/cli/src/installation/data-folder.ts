import { join, resolve } from 'node:path';

/** One installation of Kaijo on this machine: KAIJO_DATA, by default `.kaijo` in the working folder. */
export interface DataFolder {
  readonly root: string;
  /** The service's local socket for whoever owns the folder. */
  readonly operatorSocket: string;
  /** The demo issuer: its authorities and the directory of cards. */
  readonly issuer: string;
  /** The operator's keys. */
  readonly keys: string;
  readonly cards: string;
}

export function dataFolder(environment: NodeJS.ProcessEnv = process.env): DataFolder {
  const root = resolve(environment.KAIJO_DATA || '.kaijo');
  return {
    root,
    operatorSocket: join(root, 'operator.sock'),
    issuer: join(root, 'issuer'),
    keys: join(root, 'keys'),
    cards: join(root, 'cards'),
  };
}
