import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Child<T> extends AsyncDisposable {
  readonly pid: number;
  /** The first message it sent. */
  readonly said: T;
  /** Sends it something, and resolves when it answers. */
  tell(message: object): Promise<void>;
  /** SIGTERM, for a program that has something to put in order; resolves when it has ended. */
  end(): Promise<void>;
}

/** Starts a program of the bench and waits for its first message. Disposing of it kills it. */
export function startChild<T>(program: URL, ...args: readonly string[]): Promise<Child<T>> {
  return startChildWith<T>({}, program, ...args);
}

/** `environment`: on top of this process's own. */
export async function startChildWith<T>(
  environment: Readonly<Record<string, string>>,
  program: URL,
  ...args: readonly string[]
): Promise<Child<T>> {
  const env = { ...process.env, ...environment };
  const child = fork(program, args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const said = await firstMessage<T>(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    pid: child.pid ?? Number.NaN,
    said,
    async tell(message) {
      const answered = once(child, 'message');
      child.send(message);
      await answered;
    },
    end: () => end('SIGTERM'),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  };
}

function firstMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`${child.spawnargs[1]} ended with ${code ?? signal}`)),
    );
    child.once('message', (message) => resolve(message as T));
  });
}
