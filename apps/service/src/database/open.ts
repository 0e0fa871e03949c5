import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Dialect, Kysely, type LogEvent, type Migration } from 'kysely';
import pg from 'pg';
import type { Tables } from '../schema.ts';
import { guardTransactions } from './connection-guard.ts';
import { emptyDatabaseArchive, layEmptyDatabase } from './empty-database.ts';
import { FolderLock } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { PgDialect } from './pg-dialect.ts';
import { PGliteDialect } from './pglite-dialect.ts';
import { noteStatement } from './statement-spans.ts';
import type { Database } from './transaction.ts';
import { VALUE_PARSERS } from './value-parsers.ts';

/** Where the tables are: a server of the PostgreSQL family, a folder of this process alone, or memory (tests). */
export type DatabasePlace =
  | { readonly kind: 'server'; readonly url: string; readonly connections: number }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'memory' };

export interface OpenDatabase {
  readonly db: Database;
  /** Connections of the pool; the embedded database is one. `waiting`: how many wait for one. */
  connections(): { readonly open: number; readonly idle: number; readonly waiting: number };
  /** Waits for statements under way. */
  close(): Promise<void>;
}

/**
 * Opens the database and brings its tables up to date.
 * @throws FolderInUse when another process has the folder; the database's own error when it cannot be reached
 */
export async function openDatabase(of: {
  readonly place: DatabasePlace;
  readonly migrations: Readonly<Record<string, Migration>>;
  /** Sees each statement after it ran; tests lint the dialect with it. */
  readonly onStatement?: (event: LogEvent) => void;
  /** A connection of the pool failed while nobody used it. */
  readonly onConnectionLost?: (error: Error) => void;
}): Promise<OpenDatabase> {
  const {
    dialect,
    release,
    connections = embeddedConnections,
  } = await dialectFor(of.place, of.onConnectionLost ?? (() => {}));
  const db = new Kysely<Tables>({ dialect, log: of.onStatement ?? noteStatement });
  if (of.place.kind !== 'server') guardTransactions(db);
  const close = async () => {
    await db.destroy();
    await release();
  };
  try {
    await migrate(db, of.migrations);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, connections, close };
}

const embeddedConnections: OpenDatabase['connections'] = () => ({ open: 1, idle: 0, waiting: 0 });

interface OpenDialect {
  readonly dialect: Dialect;
  readonly connections?: OpenDatabase['connections'];
  release(): Promise<void>;
}

async function dialectFor(
  place: DatabasePlace,
  onConnectionLost: (error: Error) => void,
): Promise<OpenDialect> {
  if (place.kind === 'server') return openServer(place, onConnectionLost);
  if (place.kind === 'memory') return { dialect: await embeddedDialect(), release: async () => {} };
  await mkdir(place.folder, { recursive: true, mode: 0o700 });
  const lock = await FolderLock.take(place.folder);
  try {
    return { dialect: await embeddedDialect(join(place.folder, 'pgdata')), release: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function openServer(
  place: { readonly url: string; readonly connections: number },
  onConnectionLost: (error: Error) => void,
): OpenDialect {
  const pool = new pg.Pool({
    connectionString: place.url,
    max: place.connections,
    application_name: 'kaijo',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    // Sent by this side when nothing comes back: a cable that was cut says nothing.
    query_timeout: 15_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        VALUE_PARSERS[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  pool.on('error', onConnectionLost);
  // A connection in use tells whoever uses it; without a listener its error would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    dialect: new PgDialect(pool),
    release: async () => {},
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
  };
}

async function embeddedDialect(dataDir?: string): Promise<Dialect> {
  if (dataDir !== undefined) await layEmptyDatabase(dataDir);
  const archive = dataDir === undefined ? await emptyDatabaseArchive() : undefined;
  const pglite = await PGlite.create({
    ...(dataDir !== undefined && { dataDir }),
    ...(archive && { loadDataDir: archive }),
    parsers: { ...VALUE_PARSERS },
  });
  return new PGliteDialect(pglite);
}
