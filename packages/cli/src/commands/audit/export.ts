import { open } from 'node:fs/promises';
import { CommandFailure, EXIT } from '../../exit-codes.ts';
import { asOperator } from '../../installation/operator-client.ts';
import type { AddCommand } from '../command.ts';
import { pagesOf } from './source.ts';

export const addAuditExport: AddCommand = (audit, console) => {
  audit
    .command('export')
    .description('write the sealed log of the running service to a file; "-" for standard output')
    .argument('<file>')
    .action(async (file: string) => {
      await asOperator(async (operator) => {
        if (file === '-') {
          for await (const line of pagesOf(operator)) console.out(line);
          return;
        }
        const output = await open(file, 'w', 0o600).catch((error: unknown) => {
          throw new CommandFailure(EXIT.CANNOT_CREATE, `${file} cannot be written`, error);
        });
        await using _ = output;
        for await (const line of pagesOf(operator)) await output.write(`${line}\n`);
        console.note(`written to ${file}; "kaijo audit verify ${file} --key KEY" checks it`);
      });
    });
};
