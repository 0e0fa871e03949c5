import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Child<T> extends AsyncDisposable {
  readonly pid: number;
  /** The first message it sent. */
  readonly said: T;
}

/** Starts a program of the bench and waits for its first message. Disposing of it kills it. */
export async function startChild<T>(program: URL, ...args: readonly string[]): Promise<Child<T>> {
  const child = fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const said = await firstMessage<T>(child);
  return {
    pid: child.pid ?? Number.NaN,
    said,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
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
