import {
  type ExportCheck,
  formatTlogProof,
  type IndexedEntry,
  inclusionRanges,
  leafBytes,
  parseExportLine,
  RangeHasher,
} from '@kaijo/audit-log';
import { CommandFailure, EXIT } from '../../exit-codes.ts';
import type { AddCommand } from '../command.ts';
import { collect, intactExport, linesOf, readKeys } from './source.ts';

interface Options {
  readonly export: string;
  readonly key: readonly string[];
}

export const addAuditProve: AddCommand = (audit, console) => {
  audit
    .command('prove')
    .description(
      'prove that an entry is in the log, for somebody who has nothing but its key (C2SP tlog-proof)',
    )
    .argument('<entry>', 'its index or its id')
    .requiredOption('--export <file>', 'a file of "kaijo audit export"')
    .requiredOption('--key <key>', "the log's verifier key or a file of them", collect)
    .action(async (wanted: string, options: Options) => {
      const { entry, size } = await find(options.export, wanted);
      const hasher = new RangeHasher(inclusionRanges(entry.index, size));
      const check: ExportCheck = {
        keys: await readKeys(options.key),
        onEntry: ({ hash }) => hasher.append(hash),
      };
      const { head } = await intactExport(options.export, check);
      const proof = {
        extra: leafBytes(entry),
        index: entry.index,
        hashes: hasher.roots(),
        checkpoint: head as string,
      };
      console.out(formatTlogProof(proof).trimEnd());
      console.note(`entry ${entry.index} of ${size}: ${entry.at} ${entry.kind}`);
    });
};

/** First pass: which entry it is. Nothing is believed of it before the second pass has verified the whole. */
async function find(
  file: string,
  wanted: string,
): Promise<{ readonly entry: IndexedEntry; readonly size: number }> {
  let size = 0;
  let found: IndexedEntry | undefined;
  for await (const text of linesOf(file)) {
    const line = parseExportLine(text);
    if (line?.kind === 'start') size = line.size;
    if (line?.kind !== 'entry' || found !== undefined) continue;
    if (line.entry.id === wanted || String(line.entry.index) === wanted) found = line.entry;
  }
  if (found === undefined || !(found.index >= 0 && found.index < size))
    throw new CommandFailure(EXIT.REFUSED, `${file} has no entry ${wanted}`);
  return { entry: found, size };
}
