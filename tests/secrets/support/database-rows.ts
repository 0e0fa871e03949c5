import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/** Every row of every table of a stopped service's embedded database, as JSON lines; `bytea` in hexadecimal. */
export async function rowsOf(databaseFolder: string): Promise<ReadonlyMap<string, string>> {
  const database = await PGlite.create({ dataDir: join(databaseFolder, 'pgdata') });
  try {
    const { rows: tables } = await database.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    const found = new Map<string, string>();
    for (const { name } of tables) {
      const { rows } = await database.query<{ row: unknown }>(`select to_json(t) as row from "${name}" t`);
      found.set(name, rows.map(({ row }) => JSON.stringify(row)).join('\n'));
    }
    return found;
  } finally {
    await database.close();
  }
}
