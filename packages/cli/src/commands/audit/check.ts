import { leafHash, parseTlogProof, verifyInclusion } from '@kaijo/audit-log';
import { CommandFailure, EXIT } from '../../exit-codes.ts';
import type { AddCommand } from '../command.ts';
import { collect, readHead, readKeys, readText } from './source.ts';

export const addAuditCheck: AddCommand = (audit, console) => {
  audit
    .command('check')
    .description('check a proof of "kaijo audit prove", and show the entry that it proves')
    .argument('<proof>', 'a file; "-" for standard input')
    .requiredOption('--key <key>', "the log's verifier key or a file of them", collect)
    .action(async (file: string, options: { readonly key: readonly string[] }) => {
      const proof = parseTlogProof(await readText(file));
      if (proof?.extra === undefined)
        throw new CommandFailure(EXIT.DATA, `${file} is no proof with the entry in it (C2SP tlog-proof)`);
      const { checkpoint } = readHead(proof.checkpoint, await readKeys(options.key), file);
      const { index, hashes, extra } = proof;
      const { size, root } = checkpoint;
      if (!verifyInclusion({ leafHash: leafHash(extra), index, size, root, proof: hashes }))
        throw new CommandFailure(EXIT.REFUSED, `${file}: this entry is not in the tree at place ${index}`);
      console.out(Buffer.from(extra).toString('utf8'));
      console.note(`entry ${index} of the ${size} that ${checkpoint.origin} has signed`);
    });
};
