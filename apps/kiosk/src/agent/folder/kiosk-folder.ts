import { join, resolve } from 'node:path';

/** Where one kiosk keeps its things: KAIJO_KIOSK_DATA, by default `.kaijo/kiosk` in the working folder. */
export interface KioskFolder {
  readonly root: string;
  /** Key, certificate and address of the service; the key leaves this folder never. */
  readonly identity: string;
  /** Proofs that the service has not answered yet. */
  readonly outbox: string;
  /** For one run: the browser's start page. KAIJO_KIOSK_RUNTIME; on a real kiosk a folder in memory (`/run`). */
  readonly runtime: string;
}

export function kioskFolder(environment: NodeJS.ProcessEnv = process.env): KioskFolder {
  const root = resolve(environment.KAIJO_KIOSK_DATA || join('.kaijo', 'kiosk'));
  return {
    root,
    identity: join(root, 'identity'),
    outbox: join(root, 'outbox'),
    runtime: resolve(environment.KAIJO_KIOSK_RUNTIME || join(root, 'run')),
  };
}
