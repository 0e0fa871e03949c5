import { type CsvFault, type CsvLine, readCsv } from './cells.ts';
import type { CellCheck } from './columns.ts';

/** One kind of file. */
export interface CsvFormat<C extends string = string> {
  readonly columns: readonly C[];
  readonly checks: Readonly<Record<C, CellCheck>>;
  /** The columns that together name a row. */
  readonly key: readonly C[];
  /** Writes a cell as the database gives it back (`35.10` as `35.1`), so that only real changes count as such. */
  readonly canonical?: Partial<Readonly<Record<C, (cell: string) => string>>>;
  /** What no single cell shows. */
  readonly checkRow?: (row: CsvRow<C>) => { readonly column: C; readonly message: string } | undefined;
}

export type CsvRow<C extends string = string> = Readonly<Record<C, string>>;

export interface ReadLine<C extends string> {
  readonly line: number;
  readonly row: CsvRow<C>;
}

export interface ReadFile<C extends string> {
  readonly lines: readonly ReadLine<C>[];
  readonly faults: readonly CsvFault[];
  readonly faultCount: number;
}

const FAULTS_NAMED = 100;

/** Faults as they are found; the first hundred are named, all are counted. */
export class Faults {
  readonly named: CsvFault[] = [];
  count = 0;

  add(fault: CsvFault): void {
    this.count += 1;
    if (this.named.length < FAULTS_NAMED) this.named.push(fault);
  }
}

/** Checks a file line by line by its format. Nothing is decided on: rows of other tables are another question. */
export async function readTable<C extends string>(csv: string, format: CsvFormat<C>): Promise<ReadFile<C>> {
  const faults = new Faults();
  const lines: ReadLine<C>[] = [];
  const firstLineOf = new Map<string, number>();
  let header = true;
  for await (const one of readCsv(csv)) {
    if ('message' in one) faults.add(one);
    else if (header) {
      header = false;
      const fault = headerFault(one, format.columns);
      if (fault === undefined) continue;
      faults.add(fault);
      break;
    } else {
      const row = rowOf(one, format, faults);
      if (row === undefined) continue;
      const key = keyOf(row, format);
      const earlier = firstLineOf.get(key);
      if (earlier !== undefined)
        faults.add({
          line: one.line,
          column: format.key.join(' '),
          message: `is the same as in line ${earlier}`,
        });
      firstLineOf.set(key, one.line);
      lines.push({ line: one.line, row });
    }
  }
  if (header && faults.count === 0) faults.add({ line: 1, column: '', message: 'the file is empty' });
  return { lines, faults: faults.named, faultCount: faults.count };
}

export function keyOf<C extends string>(row: CsvRow<C>, { key }: CsvFormat<C>): string {
  return key.map((column) => row[column]).join('\u0000');
}

export function cellsOf<C extends string>(row: CsvRow<C>, { columns }: CsvFormat<C>): string[] {
  return columns.map((column) => row[column]);
}

function headerFault({ cells }: CsvLine, columns: readonly string[]): CsvFault | undefined {
  if (cells.length === columns.length && cells.every((cell, i) => cell === columns[i])) return undefined;
  return { line: 1, column: '', message: `the first line must be ${columns.join(',')}` };
}

/** @returns undefined when a cell is wrong: it has been named */
function rowOf<C extends string>(
  { line, cells }: CsvLine,
  { columns, checks, canonical, checkRow }: CsvFormat<C>,
  faults: Faults,
): CsvRow<C> | undefined {
  if (cells.length !== columns.length) {
    faults.add({ line, column: '', message: `has ${cells.length} cells instead of ${columns.length}` });
    return undefined;
  }
  const before = faults.count;
  const row = Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])) as Record<C, string>;
  for (const column of columns) {
    const message = checks[column](row[column]);
    if (message !== undefined) faults.add({ line, column, message });
    else row[column] = canonical?.[column]?.(row[column]) ?? row[column];
  }
  if (faults.count > before) return undefined;
  const fault = checkRow?.(row);
  if (fault === undefined) return row;
  faults.add({ line, ...fault });
  return undefined;
}
