import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandFailure, EXIT } from '../exit-codes.ts';

/** The kiosk is a program of its own: the command line starts it and never imports it (decision 0004, 0014). */
const KIOSK_PROGRAM = fileURLToPath(new URL('../../../../apps/kiosk/dist/agent/main.js', import.meta.url));

/** Freed memory is overwritten (glibc): a copy of a typed digit that native code has left is gone with its block. */
const OVERWRITE_FREED = { GLIBC_TUNABLES: 'glibc.malloc.perturb=165' };

export interface KioskProcess {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** The file that a browser is started with. */
  readonly startPage: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
  /** SIGKILL */
  kill(): Promise<void>;
}

/** Runs the kiosk's program to its end, its streams being ours; gives its exit code. */
export async function runKioskProgram(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  output: 'inherit' | 'ignore' = 'inherit',
): Promise<number> {
  const child = spawnKiosk(args, environment, ['inherit', output, 'inherit']);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? EXIT.UNAVAILABLE));
  });
}

/** Starts a kiosk and waits until its screen is served. @throws CommandFailure when it ends before that */
export async function startKioskProcess(
  environment: Readonly<Record<string, string>>,
  output: 'inherit' | 'ignore' | 'pipe' = 'ignore',
): Promise<KioskProcess> {
  const child = spawnKiosk(['run'], environment, ['ignore', 'ignore', output, 'ipc']);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { url, startPage } = await new Promise<Listening>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new CommandFailure(EXIT.UNAVAILABLE, `the kiosk ended (exit code ${code})`)),
    );
    child.on('message', (message) => {
      if (isListening(message)) resolve(message);
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { url, startPage, process: child, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function spawnKiosk(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  stdio: NonNullable<Parameters<typeof spawn>[2]>['stdio'],
): ChildProcess {
  if (!existsSync(KIOSK_PROGRAM))
    throw new CommandFailure(EXIT.UNAVAILABLE, 'the kiosk is not built: run "npm run build"');
  const env = { ...process.env, ...OVERWRITE_FREED, ...environment };
  return spawn(process.execPath, ['--max-semi-space-size=2', KIOSK_PROGRAM, ...args], { env, stdio });
}

interface Listening {
  readonly kind: 'listening';
  readonly url: string;
  readonly startPage: string;
}

function isListening(message: unknown): message is Listening {
  return (
    typeof message === 'object' && message !== null && (message as { kind?: unknown }).kind === 'listening'
  );
}
