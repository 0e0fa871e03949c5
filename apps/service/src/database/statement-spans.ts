import type { LogEvent } from 'kysely';
import { statementSpan } from '../observation/index.ts';

/** Kysely’s `log`: kind and table of a statement, never its text or its values. */
export function noteStatement({ level, query, queryDurationMillis }: LogEvent): void {
  const root = query.query as unknown as Record<string, unknown> & { readonly kind: string };
  statementSpan({
    operation: OPERATIONS[root.kind] ?? 'statement',
    table: tableIn(root),
    milliseconds: queryDurationMillis,
    failed: level === 'error',
  });
}

const OPERATIONS: Readonly<Record<string, string>> = {
  SelectQueryNode: 'SELECT',
  InsertQueryNode: 'INSERT',
  UpdateQueryNode: 'UPDATE',
  DeleteQueryNode: 'DELETE',
};

/** The first table that the syntax tree names where each kind of statement has its own. */
function tableIn(root: Readonly<Record<string, unknown>>): string | undefined {
  const { into, table, from } = root as {
    readonly into?: unknown;
    readonly table?: unknown;
    readonly from?: { readonly froms?: readonly unknown[] };
  };
  return nameOf(into ?? table ?? from?.froms?.[0]);
}

function nameOf(node: unknown): string | undefined {
  const {
    kind,
    node: aliased,
    table,
  } = (node ?? {}) as {
    readonly kind?: string;
    readonly node?: unknown;
    readonly table?: { readonly identifier?: { readonly name?: string } };
  };
  if (kind === 'AliasNode') return nameOf(aliased);
  return kind === 'TableNode' ? table?.identifier?.name : undefined;
}
