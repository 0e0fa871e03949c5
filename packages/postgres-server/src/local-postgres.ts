import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { killTree } from './process-tree.ts';
import { handOver, type UnprivilegedUser, unprivilegedUser } from './unprivileged-user.ts';

export interface PostgresOptions {
  /** Folder of `initdb` and `postgres`, see `findPostgres`. */
  readonly programs: string;
  /** Absent: a new one under the system's temporary folder, gone after `stop`. */
  readonly folder?: string;
  /** TCP port of loopback. Absent: any free one; `socket`: none, a Unix socket in its folder only. */
  readonly port?: number | 'socket';
  /** False: nothing waits for the disk (`fsync=off`), for tests that cut no power. */
  readonly durable: boolean;
  readonly connections?: number;
  /** Further settings, as `name=value`. */
  readonly settings?: readonly string[];
  /** Takes what the server says, in pieces as they come: its log. */
  readonly log?: (piece: Uint8Array) => void;
}

/** A PostgreSQL server of ours alone. */
export interface LocalPostgres extends AsyncDisposable {
  /** Stays the same over kill and start. */
  readonly url: string;
  readonly folder: string;
  /** Of its first process; changes with each start. */
  readonly pid: number;
  /** False once it was killed, or ended by itself, as for want of space. */
  readonly isRunning: boolean;
  /** SIGKILL to the server and every process of it: nothing is written back, nobody is told. */
  kill(): Promise<void>;
  /** When it is not running: recovers from its log. Resolves when it takes connections. */
  start(): Promise<void>;
  /** Ends it in order, and removes a temporary folder. */
  stop(): Promise<void>;
}

/** Where Debian puts the programs of the newest installed version; `undefined` where there are none. */
export async function findPostgres(): Promise<string | undefined> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const newest = versions
    .filter((version) => existsSync(`/usr/lib/postgresql/${version}/bin/postgres`))
    .map(Number)
    .sort((a, b) => b - a)[0];
  return newest === undefined ? undefined : `/usr/lib/postgresql/${newest}/bin`;
}

/** @throws Error with what the server said */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const { programs, port: wanted } = options;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'kaijo-pg-')));
  await mkdir(folder, { recursive: true });
  const user = unprivilegedUser();
  handOver(folder, user);
  await chmod(folder, 0o700);
  const data = join(folder, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(programs, data, user);
  const port = wanted === 'socket' ? undefined : (wanted ?? (await freePort()));
  const settings = [
    ...(port === undefined ? ['listen_addresses='] : ['listen_addresses=127.0.0.1', `port=${port}`]),
    `unix_socket_directories=${folder}`,
    `max_connections=${options.connections ?? 100}`,
    `fsync=${options.durable ? 'on' : 'off'}`,
    ...(options.settings ?? []),
  ];
  const run = (): Promise<ChildProcess> =>
    launch(join(programs, 'postgres'), data, settings, user, options.log);
  let server = await run();
  const stop = async (): Promise<void> => {
    if (isAlive(server)) {
      server.kill('SIGINT'); // "fast": ends sessions, writes back (PostgreSQL, 19.5)
      await once(server, 'exit');
    }
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  };
  return {
    url:
      port === undefined
        ? `postgresql://kaijo@localhost/postgres?host=${encodeURIComponent(folder)}`
        : `postgresql://kaijo@127.0.0.1:${port}/postgres`,
    folder,
    get pid() {
      return server.pid ?? Number.NaN;
    },
    get isRunning() {
      return isAlive(server);
    },
    async kill() {
      const exited = once(server, 'exit');
      killTree(server.pid as number);
      await exited;
    },
    async start() {
      server = await run();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function initialise(programs: string, data: string, user: UnprivilegedUser): void {
  const options = ['-D', data, '-U', 'kaijo', '--auth=trust', '-N', '-E', 'UTF8', '--locale=C.UTF-8'];
  const made = spawnSync(join(programs, 'initdb'), options, { ...user, cwd: '/', encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
}

/** A killed server's last processes may hold its memory for a moment: then it is tried again. */
const ATTEMPTS = 20;

async function launch(
  program: string,
  data: string,
  settings: readonly string[],
  user: UnprivilegedUser,
  log: PostgresOptions['log'],
): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt++) {
    const server = spawn(program, ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
      ...user,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (log !== undefined) server.stderr?.on('data', log);
    const said = await readyOrDead(server);
    if (said === undefined) return server;
    if (attempt === ATTEMPTS || !said.includes('shared memory block')) throw new Error(said);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** `undefined` when it takes connections; else what it said before it ended. */
function readyOrDead(server: ChildProcess): Promise<string | undefined> {
  let said = '';
  return new Promise((resolve) => {
    server.stderr?.on('data', (text) => {
      said = `${said}${text}`.slice(-10_000);
      if (said.includes('ready to accept connections')) resolve(undefined);
    });
    server.once('error', (error) => resolve(String(error)));
    server.once('exit', () => resolve(said));
  });
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
