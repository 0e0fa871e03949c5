import { type Migration, Migrator } from 'kysely';
import type { Database } from './transaction.ts';

/**
 * Applies what is missing, in order, each migration once, whoever else starts at the same time.
 * @throws Error the database's, with what had been applied before left as it is; or when the database is newer than
 *   this program (a migration is missing here)
 */
export async function migrate(
  db: Database,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).map(({ migrationName }) => migrationName);
}
