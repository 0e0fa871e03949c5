import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandFailure, EXIT } from '../exit-codes.ts';

/** Where a started service listens. */
export interface ServiceAddresses {
  readonly publicUrl: string;
  readonly kioskUrl: string;
  readonly operatorSocket: string;
}

export interface ServiceProcess extends ServiceAddresses {
  readonly process: ChildProcess;
  /** Drains and ends it. */
  stop(): Promise<void>;
  /** SIGKILL: nothing is drained. */
  kill(): Promise<void>;
}

/**
 * The service is a program of its own: the command line starts it and never imports it, so that no package depends on
 * an app.
 */
const SERVICE_PROGRAM = fileURLToPath(new URL('../../../../apps/service/dist/main.js', import.meta.url));

/**
 * Starts the service and waits until it listens. `output`: what becomes of its log; `pipe` leaves both its streams to be
 * read from `process`.
 * @throws CommandFailure when it ends before that; what it said is on stderr already
 */
export async function startServiceProcess(
  environment: Readonly<Record<string, string>>,
  output: 'inherit' | 'ignore' | 'pipe' = 'inherit',
): Promise<ServiceProcess> {
  if (!existsSync(SERVICE_PROGRAM))
    throw new CommandFailure(EXIT.UNAVAILABLE, 'the service is not built: run "npm run build"');
  const child = spawn(process.execPath, [SERVICE_PROGRAM], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, output === 'pipe' ? 'pipe' : 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const addresses = await new Promise<ServiceAddresses>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new CommandFailure(EXIT.UNAVAILABLE, `the service ended (exit code ${code})`)),
    );
    child.on('message', (message) => {
      if (isListening(message)) resolve(message);
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { ...addresses, process: child, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function isListening(message: unknown): message is ServiceAddresses & { kind: 'listening' } {
  return (
    typeof message === 'object' && message !== null && (message as { kind?: unknown }).kind === 'listening'
  );
}
