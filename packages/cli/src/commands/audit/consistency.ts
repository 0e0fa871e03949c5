import {
  consistencyRanges,
  formatWitnessRequest,
  parseWitnessRequest,
  RangeHasher,
  verifyConsistency,
} from '@kaijo/audit-log';
import { CommandFailure, EXIT } from '../../exit-codes.ts';
import type { AddCommand } from '../command.ts';
import { collect, intactExport, readHead, readKeys, readText } from './source.ts';

interface Options {
  readonly old: string;
  readonly key: readonly string[];
}

export const addAuditConsistency: AddCommand = (audit, console) => {
  audit
    .command('consistency')
    .description(
      "prove that the log's last head goes on from an older one: the request to a witness (C2SP tlog-witness)",
    )
    .argument('<export>', 'a file of "kaijo audit export"')
    .requiredOption('--old <size>', 'number of entries of the older head; 0 for a witness that has seen none')
    .requiredOption('--key <key>', "the log's verifier key or a file of them", collect)
    .action(async (file: string, { old, key }: Options) => {
      if (!/^(0|[1-9][0-9]{0,14})$/.test(old))
        throw new CommandFailure(EXIT.USAGE, '--old is a number of entries');
      const keys = await readKeys(key);
      const { size } = await intactExport(file, { keys });
      if (Number(old) > size) throw new CommandFailure(EXIT.REFUSED, `${file} has only ${size} entries`);
      const hasher = new RangeHasher(consistencyRanges(Number(old), size));
      const { head } = await intactExport(file, { keys, onEntry: ({ hash }) => hasher.append(hash) });
      if (head === undefined) throw new CommandFailure(EXIT.REFUSED, `${file} has no head yet`);
      console.out(
        formatWitnessRequest({ old: Number(old), proof: hasher.roots(), checkpoint: head }).trimEnd(),
      );
    });

  audit
    .command('compare')
    .description('check that one head goes on from another, with what "kaijo audit consistency" wrote')
    .argument('<older-head>', 'a tree head that you had before')
    .argument('<request>', 'what "kaijo audit consistency" wrote, with the newer head in it')
    .requiredOption('--key <key>', "the log's verifier key or a file of them", collect)
    .action(async (headFile: string, requestFile: string, { key }: Pick<Options, 'key'>) => {
      const keys = await readKeys(key);
      const older = readHead(await readText(headFile), keys, headFile).checkpoint;
      const request = parseWitnessRequest(await readText(requestFile));
      if (request === undefined)
        throw new CommandFailure(EXIT.DATA, `${requestFile} is no request to a witness`);
      const newer = readHead(request.checkpoint, keys, requestFile).checkpoint;
      const consistent =
        older.origin === newer.origin &&
        request.old === older.size &&
        verifyConsistency(older, newer, request.proof);
      if (!consistent)
        throw new CommandFailure(
          EXIT.REFUSED,
          `the head of ${newer.size} entries does not go on from that of ${older.size}`,
        );
      console.note(`the head of ${newer.size} entries contains all ${older.size} of the older one`);
    });
};
