import { auditOrigin, formatVerifierKey, isKeyName, verifierKey } from '@kaijo/audit-log';
import {
  FileKeyStore,
  initKeyFolder,
  KeyFolderError,
  rotateAuditKey,
  rotateCardMasterKey,
} from '@kaijo/keys';
import { Argument } from 'commander';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { dataFolder } from '../installation/data-folder.ts';
import { randomBytes } from '../installation/random.ts';
import type { AddCommand } from './command.ts';

/** The key ceremony (docs/keys.md). No command shows a secret key. */
export const addKeys: AddCommand = (program, console) => {
  const keys = program.command('keys').description("make and rotate the operator's keys (docs/keys.md)");

  keys
    .command('init')
    .description('make the first keys; refuses where there are some')
    .action(async () => {
      const folder = dataFolder().keys;
      await orSaid(() => initKeyFolder(folder, randomBytes));
      console.note(`${folder}: keys made. Back the folder up now, and keep the copy as safe as the keys.`);
    });

  keys
    .command('rotate')
    .description('a new card master key beside the old ones, or a new audit signing key')
    .addArgument(new Argument('<key>').choices(['card-master', 'audit']))
    .action(async (which: string) => {
      const folder = dataFolder().keys;
      if (which === 'card-master') {
        const version = await orSaid(() => rotateCardMasterKey(folder, randomBytes));
        console.note(
          `card master key version ${version} made. Restart every process, then personalise cards with it; cards of older versions keep theirs.`,
        );
      } else {
        await orSaid(() => rotateAuditKey(folder, randomBytes));
        console.note(
          'audit signing key rotated. Restart every process, and hand out "kaijo keys export-public".',
        );
      }
    });

  keys
    .command('export-public')
    .description("the audit log's verifier keys: the present one, then those that signed older heads")
    .option('--origin <name>', "the log's name", auditOrigin(process.env))
    .action(async ({ origin }: { origin: string }) => {
      if (!isKeyName(origin)) throw new CommandFailure(EXIT.USAGE, '--origin has no blank and no plus');
      const store = await orSaid(() => FileKeyStore.open(dataFolder().keys, randomBytes));
      for (const key of [await store.auditPublicKey(), ...(await store.retiredAuditKeys()).toReversed()])
        console.out(formatVerifierKey(verifierKey(origin, key)));
    });
};

async function orSaid<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeyFolderError) throw new CommandFailure(EXIT.CONFIGURATION, error.message, error);
    throw error;
  }
}
