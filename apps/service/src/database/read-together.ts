import type { Expression, ShallowDehydrateObject, Simplify } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Connection } from './transaction.ts';

/** The rows of a query, in no order. JSON has no moments and no bytes: columns with a moment are read as text. */
type RowsOf<Query> =
  Query extends Expression<infer Row> ? readonly Simplify<ShallowDehydrateObject<Row>>[] : never;

/**
 * Reads what several queries give in one statement and at one moment: one round trip, and no change of another
 * transaction between them.
 */
export async function readTogether<const Queries extends Readonly<Record<string, Expression<unknown>>>>(
  db: Connection,
  queries: Queries,
): Promise<{ readonly [Name in keyof Queries]: RowsOf<Queries[Name]> }> {
  const columns = Object.entries(queries).map(([name, query]) => jsonArrayFrom(query).as(name));
  const row: unknown = await db.selectNoFrom(columns).executeTakeFirstOrThrow();
  return row as { readonly [Name in keyof Queries]: RowsOf<Queries[Name]> };
}
