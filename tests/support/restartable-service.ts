import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DataFolder,
  dataFolder,
  type ServiceProcess,
  startServiceProcess,
} from '@kaijo/cli/installation';
import { testDatabasePlace } from '@kaijo/postgres-server';
import {
  createLog,
  openDatabaseOf,
  type RunningService,
  readConfiguration,
  type ServiceOptions,
  startService,
} from '@kaijo/service';
import { random } from './demo-card.ts';

/** A service with its data folder, which can be killed and started again over the same database. */
export interface RestartableService {
  readonly folder: DataFolder;
  /** Different after each start, as the ports are. */
  readonly publicUrl: string;
  readonly kioskUrl: string;
  /** Ends it, and resolves when it listens again. */
  restart(): Promise<void>;
  close(): Promise<void>;
  /** The service's clock: begins at noon in Japan, when kiosks are open (R24). */
  now(): Date;
}

export interface ServiceWithinProcess extends RestartableService {
  /** Lets `milliseconds` pass on the service's clock. */
  pass(milliseconds: number): void;
  /** Its tables, for tests that do what a database administrator could. */
  readonly database: Awaited<ReturnType<typeof openDatabaseOf>>;
}

/**
 * The service within this process. Its restart loses whatever it had in memory; the database stays open, so that a
 * restart takes a quarter of a second.
 */
export async function startWithinProcess(
  parts: Pick<ServiceOptions, 'faceCheck'>,
): Promise<ServiceWithinProcess> {
  const { folder, settings, offset, remove } = await freshInstallation();
  let passed = 0;
  const now = (): Date => new Date(Date.now() + offset + passed);
  const configuration = {
    ...readConfiguration({ ...settings, KAIJO_LOG_LEVEL: 'error' }),
    database: await testDatabasePlace(),
  };
  const log = createLog('error');
  const database = await openDatabaseOf({ configuration, log });
  const start = (): Promise<RunningService> =>
    startService({ configuration, clock: { now }, random, log, database, ...parts });
  let running = await start();
  return {
    folder,
    now,
    database,
    get publicUrl() {
      return running.publicUrl;
    },
    get kioskUrl() {
      return running.kioskUrl;
    },
    pass(milliseconds) {
      passed += milliseconds;
    },
    async restart() {
      await running.close();
      running = await start();
    },
    async close() {
      await running.close();
      await database.close();
      await remove();
    },
  };
}

/** The service as operators run it: a process of its own with its database in a folder, ended by SIGKILL. */
export interface ServiceInAProcess extends RestartableService {
  readonly process: ServiceProcess['process'];
}

export async function startAsProcess(
  environment: Readonly<Record<string, string>> = {},
  output: 'ignore' | 'pipe' = 'ignore',
): Promise<ServiceInAProcess> {
  const { folder, settings, offset, remove } = await freshInstallation();
  const now = (): Date => new Date(Date.now() + offset);
  const place = await testDatabasePlace();
  const database = place.kind === 'server' ? { DATABASE_URL: place.url } : {};
  const start = (): Promise<ServiceProcess> =>
    startServiceProcess({ ...settings, ...database, ...environment }, output);
  let running = await start();
  return {
    folder,
    now,
    get publicUrl() {
      return running.publicUrl;
    },
    get kioskUrl() {
      return running.kioskUrl;
    },
    get process() {
      return running.process;
    },
    async restart() {
      await running.kill();
      running = await start();
    },
    async close() {
      await running.stop();
      await remove();
    },
  };
}

async function freshInstallation() {
  const root = await mkdtemp(join(tmpdir(), 'kaijo-faults-'));
  const offset = untilNoonInJapan(Date.now());
  return {
    folder: dataFolder({ KAIJO_DATA: root }),
    offset,
    settings: {
      KAIJO_DATA: root,
      PORT: '0',
      KAIJO_KIOSK_PORT: '0',
      KAIJO_CLOCK_OFFSET: String(offset),
      KAIJO_REQUESTS_PER_MINUTE: '1000000',
      KAIJO_SESSIONS_PER_HOUR: '0',
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

const HOUR = 3_600_000;
/** 12:00 in Japan is 03:00 UTC. */
const NOON = 3 * HOUR;

/** Milliseconds to the next noon. Forward only: what the machine's own clock has certified is then valid already. */
export function untilNoonInJapan(now: number): number {
  return (NOON - (now % (24 * HOUR)) + 24 * HOUR) % (24 * HOUR);
}
