import { readFile, writeFile } from 'node:fs/promises';
import { type ExportTable, type ImportReport, type ImportTable, OPERATOR_ROUTES } from '@kaijo/contract';
import { syntheticStores } from '@kaijo/personas/synthetic-stores';
import { Option } from 'commander';
import type { Console } from '../console/console.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { dataFolder } from '../installation/data-folder.ts';
import { connectOperator, type OperatorClient } from '../installation/operator-client.ts';
import type { AddCommand } from './command.ts';

const EXPORTS = ['stores', 'chains', 'offers', 'kiosks', 'survey'] as const satisfies readonly ExportTable[];
const IMPORTS = ['stores', 'chains', 'offers', 'kiosks'] as const satisfies readonly ImportTable[];

interface ImportOptions {
  readonly table: ImportTable;
  readonly replace?: boolean;
  readonly dryRun?: boolean;
}

export const addStores: AddCommand = (program, console) => {
  const stores = program
    .command('stores')
    .description('stores, chains and what they offer from when, as CSV (the service must be running)');

  stores
    .command('export')
    .description('write a table of the running service to a file; "-" for standard output')
    .argument('<file>')
    .addOption(new Option('--table <table>', 'which one').choices(EXPORTS).default('stores'))
    .action(async (file: string, { table }: { table: ExportTable }) => {
      const { csv } = await asOperator((operator) =>
        operator.call(OPERATOR_ROUTES.exportTable, { query: { table } }),
      );
      if (file === '-') return console.out(csv.replace(/\r\n$/, ''));
      await writeText(file, csv);
      console.note(`${table} written to ${file}`);
    });

  stores
    .command('import')
    .description('take a file over, all of it or nothing; "-" for standard input')
    .argument('<file>')
    .addOption(new Option('--table <table>', 'which one').choices(IMPORTS).default('stores'))
    .option('--replace', 'remove what the file does not name (without it that stays)')
    .option('--dry-run', 'say what would change, and change nothing')
    .action(async (file: string, options: ImportOptions) => {
      const csv = await readText(file);
      const report = await console.working(`importing ${file}`, () =>
        asOperator((operator) =>
          operator.call(OPERATOR_ROUTES.importTable, { body: requestOf(csv, options) }),
        ),
      );
      for (const { line, column, message } of report.faults)
        console.note(`${file}:${line}: ${column === '' ? '' : `${column} `}${message}`);
      if (report.faultCount > 0)
        throw new CommandFailure(
          EXIT.DATA,
          `${plural(report.faultCount, 'fault')} in ${file}; nothing was changed`,
        );
      printReport(console, report);
    });
  stores
    .command('synthetic')
    .description('write a list of invented stores in all prefectures, and the offers of those that take part')
    .argument('<stores-file>')
    .argument('<offers-file>')
    .option('--count <number>', 'how many stores', '50000')
    .action(async (storesFile: string, offersFile: string, { count }: { count: string }) => {
      if (!/^[1-9][0-9]{0,5}$/.test(count))
        throw new CommandFailure(EXIT.USAGE, '--count is a number from 1 to 999999');
      const made = syntheticStores(Number(count));
      await writeText(storesFile, made.stores);
      await writeText(offersFile, made.offers);
      console.note(`import them with "kaijo stores import ${storesFile}", then --table offers ${offersFile}`);
    });
};

function requestOf(csv: string, { table, replace, dryRun }: ImportOptions) {
  return {
    table,
    csv,
    mode: replace === true ? 'replace' : 'merge',
    dryRun: dryRun === true,
    staff: 'command-line',
  } as const;
}

function printReport(console: Console, report: ImportReport): void {
  for (const { before, after } of report.changes) {
    if (before !== undefined) console.out(console.colours.red(`- ${before}`));
    if (after !== undefined) console.out(console.colours.green(`+ ${after}`));
  }
  const { added, changed, removed, unchanged, applied } = report;
  const more = added + changed + removed - report.changes.length;
  if (more > 0) console.out(`… and ${more} more`);
  const what = `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`;
  console.note(applied ? what : `${what} (dry run: nothing was changed)`);
}

/** UTF-8, or what Excel in Japan writes without being asked. */
async function readText(file: string): Promise<string> {
  const bytes = await readFile(file === '-' ? '/dev/stdin' : file).catch((error: unknown) => {
    throw new CommandFailure(EXIT.NO_INPUT, `${file} cannot be read`, error);
  });
  for (const encoding of ['utf-8', 'shift_jis']) {
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      // Not this one.
    }
  }
  throw new CommandFailure(EXIT.DATA, `${file} is neither UTF-8 nor Shift_JIS`);
}

async function writeText(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new CommandFailure(EXIT.CANNOT_CREATE, `${file} cannot be written`, error);
  });
}

async function asOperator<T>(work: (operator: OperatorClient) => Promise<T>): Promise<T> {
  const operator = await connectOperator(dataFolder());
  try {
    return await work(operator);
  } finally {
    await operator.close();
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
