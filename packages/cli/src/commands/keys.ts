import { auditOrigin, formatVerifierKey, isKeyName, verifierKey } from '@kaijo/audit-log';
import {
  initKeyFolder,
  KeyFolderError,
  KeysUnavailable,
  openKeyStore,
  Pkcs11SettingsError,
  readPkcs11Settings,
  rotateAuditKey,
  rotateCardMasterKey,
  TokenNotReady,
  tokenCeremony,
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
      const { folder, pkcs11 } = await orSaid(whereKeysAre);
      await orSaid<unknown>(() =>
        pkcs11 ? tokenCeremony(pkcs11, { kind: 'init' }) : initKeyFolder(folder, randomBytes),
      );
      console.note(
        `${pkcs11 ? `token "${pkcs11.token}"` : folder}: keys made. Back them up now, and keep the copy as safe as the keys.`,
      );
    });

  keys
    .command('rotate')
    .description('a new card master key beside the old ones, or a new audit signing key')
    .addArgument(new Argument('<key>').choices(['card-master', 'audit']))
    .action(async (which: string) => {
      if (which === 'card-master') {
        const version = await orSaid(rotateCardMaster);
        console.note(
          `card master key version ${version} made. Restart every process, then personalise cards with it; cards of older versions keep theirs.`,
        );
      } else {
        await orSaid(rotateAudit);
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
      const store = await orSaid(async () =>
        openKeyStore({ ...(await whereKeysAre()), random: randomBytes }),
      );
      for (const key of [await store.auditPublicKey(), ...(await store.retiredAuditKeys()).toReversed()])
        console.out(formatVerifierKey(verifierKey(origin, key)));
      store.close();
    });
};

/** In a token where the service's settings name one, else in the data folder. */
async function whereKeysAre() {
  return { folder: dataFolder().keys, pkcs11: readPkcs11Settings(process.env) };
}

async function rotateCardMaster(): Promise<number> {
  const { folder, pkcs11 } = await whereKeysAre();
  if (pkcs11 === undefined) return rotateCardMasterKey(folder, randomBytes);
  const { version } = await tokenCeremony(pkcs11, { kind: 'rotate-card-master' });
  return version as number;
}

async function rotateAudit(): Promise<void> {
  const { folder, pkcs11 } = await whereKeysAre();
  if (pkcs11 === undefined) await rotateAuditKey(folder, randomBytes);
  else await tokenCeremony(pkcs11, { kind: 'rotate-audit' });
}

async function orSaid<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeysUnavailable) throw new CommandFailure(EXIT.UNAVAILABLE, error.message, error);
    const mendable =
      error instanceof KeyFolderError ||
      error instanceof TokenNotReady ||
      error instanceof Pkcs11SettingsError;
    if (mendable) throw new CommandFailure(EXIT.CONFIGURATION, error.message, error);
    throw error;
  }
}
