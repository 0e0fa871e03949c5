import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandFailure, EXIT } from '../exit-codes.ts';

/** The public guide, a program of its own (docs/decisions/0004). */
export interface GuideProcess {
  /** For the service that shall forward to it. */
  readonly settings: { readonly KAIJO_GUIDE_URL: string; readonly KAIJO_GUIDE_TOKEN: string };
  /** Says where the service is: the guide is started first, because the service has to know it. */
  serve(serviceUrl: string): void;
  stop(): Promise<void>;
}

const GUIDE_PROGRAM = fileURLToPath(new URL('../../../../apps/guide/dist/main.js', import.meta.url));

/**
 * Starts the guide and waits until it listens.
 * @returns undefined where it is not built
 * @throws CommandFailure when it ends before that; what it said is on stderr already
 */
export async function startGuideProcess(
  environment: Readonly<Record<string, string>> = {},
): Promise<GuideProcess | undefined> {
  if (!existsSync(GUIDE_PROGRAM)) return undefined;
  const token = randomBytes(32).toString('base64url');
  const child = spawn(process.execPath, [GUIDE_PROGRAM], {
    env: { ...process.env, KAIJO_GUIDE_PORT: '0', KAIJO_GUIDE_TOKEN: token, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new CommandFailure(EXIT.UNAVAILABLE, `the guide ended (exit code ${code})`)),
    );
    child.on('message', (message: { readonly kind?: unknown; readonly url?: unknown }) => {
      if (message.kind === 'listening' && typeof message.url === 'string') resolve(message.url);
    });
  });
  return {
    settings: { KAIJO_GUIDE_URL: url, KAIJO_GUIDE_TOKEN: token },
    serve: (serviceUrl) => {
      child.send({ kind: 'service', url: serviceUrl });
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
