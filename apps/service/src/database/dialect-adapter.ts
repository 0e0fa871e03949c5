import { type Kysely, type MigrationLockOptions, PostgresAdapter, sql } from 'kysely';

/**
 * What PostgreSQL and its distributed kin (YugabyteDB, CockroachDB, Citus) have in common. Kysely's own adapter guards
 * migrations by an advisory lock, which some of the kin lack: here it is a lock on the row that Kysely keeps for that.
 */
export class KinAdapter extends PostgresAdapter {
  // biome-ignore lint/suspicious/noExplicitAny: Kysely's signature
  override async acquireMigrationLock(db: Kysely<any>, options: MigrationLockOptions): Promise<void> {
    await sql`select 1 from ${sql.table(options.lockTable)} where id = ${options.lockRowId} for update`.execute(
      db,
    );
  }
}
