import { createHash } from 'node:crypto';
import type { ImportReport } from '@kaijo/contract';
import { appendAudit } from '../../audit/index.ts';
import type { Connection, Transaction } from '../../database/index.ts';
import { csvLine, writeCsv } from './cells.ts';
import {
  type CsvFormat,
  type CsvRow,
  cellsOf,
  Faults,
  keyOf,
  type ReadFile,
  type ReadLine,
  readTable,
} from './format.ts';
import { CHAINS, OFFERS, STORES } from './formats.ts';
import {
  chainRows,
  offerRows,
  removeChains,
  removeOffers,
  removeStores,
  storeRows,
  writeChains,
  writeOffers,
  writeStores,
} from './rows.ts';

/** R26's tables. */
export type StoreTable = 'chains' | 'stores' | 'offers';

/** How one table is read, changed, and held together with the others. */
interface TableFile<C extends string = string> {
  readonly format: CsvFormat<C>;
  readonly rows: (db: Connection) => Promise<CsvRow<C>[]>;
  readonly write: (tx: Transaction, rows: readonly CsvRow<C>[]) => Promise<void>;
  readonly remove: (tx: Transaction, rows: readonly CsvRow<C>[]) => Promise<void>;
  /** What the file says against other tables, or against what has to stay. */
  readonly against: (tx: Transaction, change: Change<C>, faults: Faults) => Promise<void>;
}

interface Change<C extends string = string> {
  readonly lines: readonly ReadLine<C>[];
  readonly added: readonly CsvRow<C>[];
  readonly changed: readonly {
    readonly line: number;
    readonly before: CsvRow<C>;
    readonly after: CsvRow<C>;
  }[];
  readonly removed: readonly CsvRow<C>[];
  /** Stores in which a kiosk stands. */
  readonly storesInUse: ReadonlySet<string>;
}

function defineTable<C extends string>(file: TableFile<C>): TableFile {
  return file as unknown as TableFile;
}

const TABLES: Readonly<Record<StoreTable, TableFile>> = {
  chains: defineTable({
    format: CHAINS,
    rows: chainRows,
    write: writeChains,
    remove: removeChains,
    against: async (tx, { removed }, faults) => {
      const used = new Set(
        (await tx.selectFrom('store').select('chain').distinct().execute()).map(({ chain }) => chain),
      );
      for (const { id } of removed.filter((chain) => used.has(chain.id)))
        faults.add({ line: 1, column: 'id', message: `${id} is missing and still has stores` });
    },
  }),
  stores: defineTable({
    format: STORES,
    rows: storeRows,
    write: writeStores,
    remove: removeStores,
    against: async (tx, { lines, changed, removed, storesInUse }, faults) => {
      const chains = await chainIds(tx);
      for (const { line, row } of lines.filter((one) => !chains.has(one.row.chain)))
        faults.add({ line, column: 'chain', message: `${row.chain} is no chain of this service` });
      for (const { line, before } of changed.filter((one) => one.before.chain !== one.after.chain))
        faults.add({
          line,
          column: 'chain',
          message: `was ${before.chain}: a store that changes hands gets a new id`,
        });
      for (const { id } of removed.filter((store) => storesInUse.has(store.id)))
        faults.add({ line: 1, column: 'id', message: `${id} is missing and a kiosk stands there` });
    },
  }),
  offers: defineTable({
    format: OFFERS,
    rows: offerRows,
    write: writeOffers,
    remove: removeOffers,
    against: async (tx, { lines }, faults) => {
      const chains = await chainIds(tx);
      const stores = await tx.selectFrom('store').select(['id', 'chain']).execute();
      const chainOf = new Map(stores.map(({ id, chain }) => [id, chain]));
      for (const { line, row } of lines) {
        if (!chains.has(row.chain))
          faults.add({ line, column: 'chain', message: `${row.chain} is no chain of this service` });
        else if (row.store !== '' && chainOf.get(row.store) !== row.chain)
          faults.add({ line, column: 'store', message: `${row.store} is no store of ${row.chain}` });
      }
    },
  }),
};

async function chainIds(tx: Transaction): Promise<ReadonlySet<string>> {
  return new Set((await tx.selectFrom('chain').select('id').execute()).map(({ id }) => id));
}

export async function exportStoreTable(db: Connection, table: StoreTable): Promise<string> {
  const { format, rows } = TABLES[table];
  return writeCsv(
    format.columns,
    (await rows(db)).map((row) => cellsOf(row, format)),
  );
}

/** What can be checked of a file without the database. */
export function readStoreTable(table: StoreTable, csv: string): Promise<ReadFile<string>> {
  return readTable(csv, TABLES[table].format);
}

/**
 * Takes a file over, all of it or nothing, or says what that would change. Imports go one after the other: each locks
 * the chains.
 */
export async function importStoreTable(
  tx: Transaction,
  of: {
    readonly table: StoreTable;
    readonly csv: string;
    readonly file: ReadFile<string>;
    readonly mode: 'merge' | 'replace';
    readonly dryRun: boolean;
    readonly staff: string;
    readonly now: Date;
    readonly storesInUse: ReadonlySet<string>;
  },
): Promise<ImportReport> {
  const table = TABLES[of.table];
  await tx.selectFrom('chain').select('id').orderBy('id').forUpdate().execute();
  const { change, unchanged } = compareRows(await table.rows(tx), of.file.lines, table.format, of);
  const faults = new Faults();
  await table.against(tx, change, faults);
  const { added, changed, removed } = change;
  const faultCount = of.file.faultCount + faults.count;
  const applied = faultCount === 0 && !of.dryRun;
  if (applied) {
    if (removed.length > 0) await table.remove(tx, removed);
    const written = [...added, ...changed.map(({ after }) => after)];
    if (written.length > 0) await table.write(tx, written);
    await appendAudit(tx, {
      at: of.now,
      kind: 'table.imported',
      subjects: { staff: of.staff },
      data: {
        table: of.table,
        mode: of.mode,
        added: added.length,
        changed: changed.length,
        removed: removed.length,
        digest: createHash('sha256').update(of.csv).digest('hex'),
      },
    });
  }
  return {
    rows: of.file.lines.length,
    added: added.length,
    changed: changed.length,
    removed: removed.length,
    unchanged,
    changes: changesOf(change, table.format),
    faults: [...of.file.faults, ...faults.named].slice(0, 100),
    faultCount,
    applied,
  };
}

function compareRows(
  rows: readonly CsvRow[],
  lines: readonly ReadLine<string>[],
  format: CsvFormat,
  { mode, storesInUse }: { readonly mode: 'merge' | 'replace'; readonly storesInUse: ReadonlySet<string> },
): { readonly change: Change; readonly unchanged: number } {
  const there = new Map(rows.map((row) => [keyOf(row, format), row]));
  const added: CsvRow[] = [];
  const changed: { line: number; before: CsvRow; after: CsvRow }[] = [];
  let unchanged = 0;
  for (const { line, row } of lines) {
    const key = keyOf(row, format);
    const before = there.get(key);
    there.delete(key);
    if (before === undefined) added.push(row);
    else if (format.columns.every((column) => before[column] === row[column])) unchanged += 1;
    else changed.push({ line, before, after: row });
  }
  const removed = mode === 'replace' ? [...there.values()] : [];
  return { change: { lines, added, changed, removed, storesInUse }, unchanged };
}

const CHANGES_SHOWN = 100;

function changesOf({ added, changed, removed }: Change, format: CsvFormat): ImportReport['changes'] {
  const line = (row: CsvRow): string => csvLine(cellsOf(row, format));
  return [
    ...removed.slice(0, CHANGES_SHOWN).map((row) => ({ before: line(row) })),
    ...changed
      .slice(0, CHANGES_SHOWN)
      .map(({ before, after }) => ({ before: line(before), after: line(after) })),
    ...added.slice(0, CHANGES_SHOWN).map((row) => ({ after: line(row) })),
  ].slice(0, CHANGES_SHOWN);
}
