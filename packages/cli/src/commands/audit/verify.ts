import { cosignedAt, type VerifierKey, verifyExport } from '@kaijo/audit-log';
import { inJapan } from '../../console/japan-time.ts';
import { CommandFailure, EXIT } from '../../exit-codes.ts';
import type { AddCommand } from '../command.ts';
import { faultSentence } from './fault-sentence.ts';
import { collect, type KnownHead, linesOf, readHead, readKeys, readText } from './source.ts';

interface Options {
  readonly key: readonly string[];
  readonly head?: readonly string[];
  readonly witness?: readonly string[];
  readonly json?: boolean;
}

export const addAuditVerify: AddCommand = (audit, console) => {
  audit
    .command('verify')
    .description(
      'recompute an export from its entries, offline; exit code 1 and the first fault if it does not hold',
    )
    .argument('<export>', 'a file of "kaijo audit export"; "-" for standard input')
    .requiredOption(
      '--key <key>',
      "the log's verifier key or a file of them (again for rotated keys)",
      collect,
    )
    .option('--head <file>', 'a tree head from earlier that the log must contain', collect)
    .option('--witness <key>', 'who must have cosigned each --head', collect)
    .option('--json', 'as JSON')
    .action(async (file: string, options: Options) => {
      const keys = await readKeys(options.key);
      const witnesses = await readKeys(options.witness ?? []);
      const known = await Promise.all(
        (options.head ?? []).map(async (head) => readHead(await readText(head), keys, head)),
      );
      if (witnesses.length > 0 && known.length === 0)
        throw new CommandFailure(EXIT.USAGE, '--witness needs a --head that the witness has cosigned');
      for (const head of known) for (const witness of witnesses) requireCosignature(head, witness);
      const verdict = await console.working(`verifying ${file}`, () =>
        verifyExport(linesOf(file), { keys, known: known.map(({ checkpoint }) => checkpoint) }),
      );
      if (options.json) {
        const root = verdict.kind === 'intact' && { root: Buffer.from(verdict.root).toString('base64') };
        console.out(JSON.stringify({ ...verdict, ...root }, null, 2));
      }
      if (verdict.kind === 'broken')
        throw new CommandFailure(EXIT.REFUSED, `${file}: ${faultSentence(verdict.fault)}`);
      if (options.json) return;
      console.note(
        `intact: ${verdict.size} entries under ${verdict.heads} signed heads of ${verdict.origin}` +
          ` (${verdict.unsealed} more were not sealed yet)`,
      );
      for (const { checkpoint } of known)
        console.note(`goes on from your head of ${checkpoint.size} entries`);
      if (verdict.head !== undefined) console.out(verdict.head.trimEnd());
    });

  function requireCosignature({ note, checkpoint }: KnownHead, witness: VerifierKey): void {
    const at = cosignedAt(note, witness);
    if (at === undefined)
      throw new CommandFailure(
        EXIT.REFUSED,
        `${witness.name} has not cosigned the head of ${checkpoint.size} entries`,
      );
    console.note(`${witness.name} saw the head of ${checkpoint.size} entries at ${inJapan(at)}`);
  }
};
