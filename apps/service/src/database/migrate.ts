import { type Kysely, type Migration, sql } from 'kysely';
import { type Database, transaction } from './transaction.ts';

/** The tables are of a later program than this one. */
export class DatabaseNewer extends Error {
  override readonly name = 'DatabaseNewer';

  constructor(migration: string) {
    super(`the database is newer than this program: it has had the migration ${migration}`);
  }
}

interface MigrationTables {
  schema_migration: { name: string };
}

/** The row that a starting process locks. Kysely's own migrator takes an advisory lock, which the kin lack. */
const LOCK_ROW = '';

/**
 * Applies what is missing, by name, each migration once, whoever else starts at the same time; all in one transaction.
 * @throws DatabaseNewer; or the database's error, and then nothing was applied
 */
export async function migrate(
  db: Database,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  await makeMigrationTable(db as unknown as Kysely<MigrationTables>);
  return transaction(db, async (tx) => {
    const table = tx as unknown as Kysely<MigrationTables>;
    await table
      .selectFrom('schema_migration')
      .select('name')
      .where('name', '=', LOCK_ROW)
      .forUpdate()
      .execute();
    const rows = await table
      .selectFrom('schema_migration')
      .select('name')
      .where('name', '<>', LOCK_ROW)
      .execute();
    const applied = rows.map(({ name }) => name);
    const unknown = applied.find((name) => !(name in migrations));
    if (unknown !== undefined) throw new DatabaseNewer(unknown);
    const missing = Object.entries(migrations)
      .filter(([name]) => !applied.includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, migration] of missing) {
      await migration.up(tx);
      await table.insertInto('schema_migration').values({ name }).execute();
    }
    return missing.map(([name]) => name);
  });
}

async function makeMigrationTable(db: Kysely<MigrationTables>): Promise<void> {
  await sql`create table if not exists schema_migration (name text primary key)`
    .execute(db)
    .catch(ignoreAlreadyThere);
  await db
    .insertInto('schema_migration')
    .values({ name: LOCK_ROW })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** unique_violation, duplicate_table, duplicate_object: the table's own row type is there already. */
const ALREADY_THERE: ReadonlySet<unknown> = new Set(['23505', '42P07', '42710']);

/** "if not exists" still fails when two create the table at the same moment. */
function ignoreAlreadyThere(error: { readonly code?: string }): void {
  if (!ALREADY_THERE.has(error.code)) throw error;
}
