import type { ImportReport } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Connection, Transaction } from '../database/index.ts';
import { listKiosks, moveKiosk } from '../kiosk-trust/index.ts';
import {
  type CsvFormat,
  type CsvRow,
  cellsOf,
  csvLine,
  readTable,
  storeAt,
  uuid,
  writeCsv,
} from '../stores/index.ts';

type Column = 'kiosk' | 'store' | 'enrolled_at' | 'revoked_at';

const anything = (): undefined => undefined;

const KIOSKS: CsvFormat<Column> = {
  columns: ['kiosk', 'store', 'enrolled_at', 'revoked_at'],
  key: ['kiosk'],
  checks: { kiosk: uuid, store: uuid, enrolled_at: anything, revoked_at: anything },
};

async function kioskRows(db: Connection): Promise<CsvRow<Column>[]> {
  return (await listKiosks(db)).map(({ id, store, enrolledAt, revokedAt }) => ({
    kiosk: id,
    store,
    enrolled_at: enrolledAt.toISOString(),
    revoked_at: revokedAt?.toISOString() ?? '',
  }));
}

export async function exportKiosks(db: Connection): Promise<string> {
  return writeCsv(
    KIOSKS.columns,
    (await kioskRows(db)).map((row) => cellsOf(row, KIOSKS)),
  );
}

export function readKiosks(csv: string) {
  return readTable(csv, KIOSKS);
}

/**
 * Moves kiosks to other stores. A file admits no kiosk (its key is made on the machine) and shuts none out (that is an
 * act of its own); kiosks that it does not name stay where they are.
 */
export async function importKiosks(
  tx: Transaction,
  of: {
    readonly file: Awaited<ReturnType<typeof readKiosks>>;
    readonly dryRun: boolean;
    readonly staff: string;
    readonly now: Date;
  },
): Promise<ImportReport> {
  const there = new Map((await kioskRows(tx)).map((row) => [row.kiosk, row]));
  const faults = [...of.file.faults];
  const moved: { readonly before: CsvRow<Column>; readonly after: CsvRow<Column> }[] = [];
  let unchanged = 0;
  for (const { line, row } of of.file.lines) {
    const before = there.get(row.kiosk);
    const fault = await kioskFault(tx, before, row, of.now);
    if (fault !== undefined) faults.push({ line, ...fault });
    else if (before?.store === row.store) unchanged += 1;
    else if (before !== undefined) moved.push({ before, after: row });
  }
  const faultCount = faults.length - of.file.faults.length + of.file.faultCount;
  const applied = faultCount === 0 && !of.dryRun;
  for (const { before, after } of applied ? moved : []) {
    await moveKiosk(tx, after.kiosk, after.store);
    const subjects = { kiosk: after.kiosk, store: after.store, staff: of.staff };
    await appendAudit(tx, { at: of.now, kind: 'kiosk.moved', subjects, data: { from: before.store } });
  }
  return {
    rows: of.file.lines.length,
    added: 0,
    changed: moved.length,
    removed: 0,
    unchanged,
    changes: moved
      .slice(0, 100)
      .map(({ before, after }) => ({ before: lineOf(before), after: lineOf(after) })),
    faults: faults.slice(0, 100),
    faultCount,
    applied,
  };
}

async function kioskFault(
  tx: Transaction,
  before: CsvRow<Column> | undefined,
  row: CsvRow<Column>,
  now: Date,
): Promise<{ readonly column: string; readonly message: string } | undefined> {
  if (before === undefined)
    return { column: 'kiosk', message: 'is not admitted: a kiosk is enrolled with its key, not by a file' };
  for (const column of ['enrolled_at', 'revoked_at'] as const)
    if (row[column] !== before[column]) return { column, message: 'cannot be changed by a file' };
  if (row.store === before.store || (await storeAt(tx, row.store, now)) !== undefined) return undefined;
  return { column: 'store', message: `${row.store} is no store of this service` };
}

function lineOf(row: CsvRow<Column>): string {
  return csvLine(cellsOf(row, KIOSKS));
}
