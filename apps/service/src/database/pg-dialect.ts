import { createHash } from 'node:crypto';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { QueryResult as PgResult, Pool, PoolClient } from 'pg';
import { DatabaseUnavailable, readDatabaseError } from './trouble.ts';

/**
 * Kysely over a pool of connections to PostgreSQL or one of its kin. Beyond Kysely's own driver it tells a database that
 * is away from a statement that is wrong (`DatabaseUnavailable`), and prepares each statement once for each connection.
 */
export class PgDialect implements Dialect {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  createAdapter() {
    return new PostgresAdapter();
  }

  createDriver() {
    return new PgDriver(this.#pool);
  }

  // biome-ignore lint/suspicious/noExplicitAny: Kysely's signature
  createIntrospector(db: Kysely<any>) {
    return new PostgresIntrospector(db);
  }

  createQueryCompiler() {
    return new PostgresQueryCompiler();
  }
}

class PgDriver implements Driver {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PgConnection> {
    try {
      return new PgConnection(await this.#pool.connect());
    } catch (error) {
      throw readDatabaseError(error);
    }
  }

  async releaseConnection(connection: PgConnection): Promise<void> {
    connection.release();
  }

  async beginTransaction(connection: PgConnection, { isolationLevel }: TransactionSettings): Promise<void> {
    const level = isolationLevel ? ` isolation level ${isolationLevel}` : '';
    await connection.executeQuery(CompiledQuery.raw(`begin${level}`));
    connection.isInTransaction = true;
  }

  /** @throws DatabaseUnavailable, `committed: 'unknown'`, when nobody says whether it was committed */
  async commitTransaction(connection: PgConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('commit'));
    } catch (error) {
      throw error instanceof DatabaseUnavailable ? new DatabaseUnavailable(error.cause, 'unknown') : error;
    }
  }

  /** What cannot be rolled back because the connection is gone was rolled back by that. */
  async rollbackTransaction(connection: PgConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
    }
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

class PgConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  /** An error ends the transaction: nothing in it can be run again by itself. */
  isInTransaction = false;
  #broken: Error | undefined;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { command, rowCount, rows } = await this.#run(sql, parameters);
      const counts = COUNTED.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {};
      return { ...counts, rows: rows ?? [] };
    } catch (error) {
      const read = isStalePlan(error) ? new DatabaseUnavailable(error) : readDatabaseError(error);
      if (read instanceof DatabaseUnavailable) this.#broken = read;
      throw read;
    }
  }

  /** A named statement whose table has got a column since is refused: it is named anew, and run again where it is alone. */
  async #run(sql: string, parameters: readonly unknown[]): Promise<PgResult> {
    const ask = (): Promise<PgResult> => {
      const name = parameters.length > 0 ? nameOf(sql) : undefined;
      return this.#client.query({ ...(name && { name }), text: sql, values: [...parameters] });
    };
    try {
      return await ask();
    } catch (error) {
      if (!isStalePlan(error)) throw error;
      forgetNames();
      if (this.isInTransaction) throw error;
      return await ask();
    }
  }

  // biome-ignore lint/correctness/useYield: nobody streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('results are not streamed: read in pages');
  }

  /** A connection that broke, or whose server has become a standby, is not given to anybody again. */
  release(): void {
    this.#client.release(this.#broken);
  }
}

const COUNTED: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** feature_not_supported with this sentence: PostgreSQL does not change what a prepared statement gives back. */
function isStalePlan(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === '0A000' && typeof message === 'string' && message.startsWith('cached plan');
}

/** One name for one text (63 characters at most): PostgreSQL parses and plans a named statement once for a connection. */
const names = new Map<string, string>();
/** Lists of parameters differ in length; more texts than this are not worth remembering. */
const MOST_NAMES = 2_000;
let generation = 0;

function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = `${generation} ${createHash('sha256').update(sql).digest('base64url').slice(0, 32)}`;
  names.set(sql, name);
  return name;
}

/** From now on every connection prepares its statements anew, under names that none of them has used. */
function forgetNames(): void {
  generation++;
  names.clear();
}
