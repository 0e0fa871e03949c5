import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';

/**
 * CSV as people exchange it: RFC 4180 with a header line, UTF-8 with a byte order mark (without it Excel takes the file
 * for Shift_JIS), and no cell that a spreadsheet would run as a formula (OWASP, CSV injection).
 */

const BYTE_ORDER_MARK = '\ufeff';

/** What spreadsheets take for the beginning of a formula; the full-width signs are folded by Japanese ones. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/u;

/** An apostrophe before a formula makes it text. Its own kind gets one as well, so that reading gives back what was written. */
export function harmless(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

/** The inverse of `harmless`. */
export function plain(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

export function writeCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return (
    BYTE_ORDER_MARK +
    stringify([header, ...rows.map((row) => row.map(harmless))], { record_delimiter: '\r\n' })
  );
}

/** One line, for people to read. */
export function csvLine(cells: readonly string[]): string {
  return stringify([cells.map(harmless)], { record_delimiter: '' });
}

export interface CsvLine {
  /** As an editor counts: the header is line 1. Of a row of several lines the last one. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvFault {
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

/** Reads line by line; other work goes on in between. A file that is broken as CSV ends with one fault. */
export async function* readCsv(csv: string): AsyncGenerator<CsvLine | CsvFault> {
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  const failed = new Promise<Error>((resolve) => parser.once('error', resolve));
  feed(parser, csv);
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>)
      yield { line: info.lines, cells: record.map(plain) };
  } catch {
    const { code, lines, records, message } = (await failed) as CsvError;
    // A quotation mark that stays open swallows the rest: what is wrong is the row after the last whole one.
    const line = code === 'CSV_QUOTE_NOT_CLOSED' ? (records ?? 0) + 1 : lines;
    yield { line: line ?? 1, column: '', message: `is no CSV: ${message}` };
  }
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

type CsvError = Error & { readonly code?: string; readonly lines?: number; readonly records?: number };

const CHUNK = 64 * 1024;

function feed(parser: ReturnType<typeof parse>, csv: string): void {
  let at = 0;
  const more = (): void => {
    while (at < csv.length && !parser.destroyed) {
      const chunk = csv.slice(at, at + CHUNK);
      at += CHUNK;
      if (!parser.write(chunk)) return void parser.once('drain', more);
    }
    if (!parser.destroyed) parser.end();
  };
  more();
}
