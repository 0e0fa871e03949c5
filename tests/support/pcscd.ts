import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { missingPrograms } from './system-packages.ts';

const run = promisify(execFile);

/** pcscd's socket; there is one daemon for a machine. */
const PCSCD_SOCKET = '/run/pcscd/pcscd.comm';
/** One test file at a time has the daemon and its readers. A port is a lock that ends with its process. */
const LOCK_PORT = 35_962;
const START_LIMIT_MS = 10_000;

/**
 * Why tests over PC/SC that also need `programs` cannot run here; `undefined` when they can. Installs what is missing
 * where that is possible.
 */
export async function obstacleToPcscd(...programs: readonly string[]): Promise<string | undefined> {
  const missing = missingPrograms('pcscd', ...programs);
  if (missing.length > 0) return `no ${missing.join(', ')}`;
  const isRoot = process.getuid?.() === 0;
  return isRoot || (await isReachable()) ? undefined : 'pcscd does not run, and only root can start it';
}

export interface Pcscd {
  /** Ends it and starts it again. @throws Error where it is not ours to end */
  restart(): Promise<void>;
  /** Without it while `work` goes on. @throws Error where it is not ours to end */
  pause(work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** The running pcscd, or one of our own until `stop`; exclusively for the caller, who waits for others to be done. */
export async function startPcscd(): Promise<Pcscd> {
  const lock = await takeLock();
  let daemon = (await isReachable()) ? undefined : await startDaemon();
  const quickAck = await setQuickAck(true);
  const pause = async (work: () => Promise<void>): Promise<void> => {
    if (daemon === undefined) throw new Error('pcscd runs already, and is not ours to restart');
    await stopDaemon(daemon);
    try {
      await work();
    } finally {
      daemon = await startDaemon();
    }
  };
  return {
    restart: () => pause(async () => {}),
    pause,
    async stop() {
      if (quickAck) await setQuickAck(false);
      if (daemon !== undefined) await stopDaemon(daemon);
      lock.close();
      await once(lock, 'close');
    },
  };
}

async function takeLock(): Promise<Server> {
  for (;;) {
    const server = createServer();
    server.listen(LOCK_PORT, '127.0.0.1');
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      await sleep(100);
    }
  }
}

async function startDaemon(): Promise<ChildProcess> {
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  const daemon = spawn('pcscd', ['--foreground', '--critical'], { stdio: 'ignore', env });
  const started = Date.now();
  while (!(await isReachable())) {
    if (daemon.exitCode !== null) throw new Error(`pcscd ended with ${daemon.exitCode}`);
    if (Date.now() - started > START_LIMIT_MS) throw new Error('pcscd did not open its socket');
    await sleep(50);
  }
  return daemon;
}

async function stopDaemon(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null) return;
  daemon.kill('SIGTERM');
  await once(daemon, 'exit');
}

async function isReachable(): Promise<boolean> {
  const socket = connect(PCSCD_SOCKET);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/**
 * vpcd sends length and payload apart, so that loopback's delayed ACK makes each APDU 44 ms. Saves time only: without the
 * right or the program for it the tests run slower.
 */
async function setQuickAck(on: boolean): Promise<boolean> {
  const route = ['route', 'change', 'local', '127.0.0.1', 'dev', 'lo', 'table', 'local'];
  return run('ip', [...route, 'quickack', on ? '1' : '0']).then(
    () => true,
    () => false,
  );
}
