import { FileKeyStore } from './file-key-store.ts';
import type { KeyStore } from './key-store.ts';
import { Pkcs11KeyStore } from './pkcs11/pkcs11-key-store.ts';
import type { Pkcs11Settings } from './pkcs11/settings.ts';
import type { Random } from './random.ts';

/** The operator's keys, wherever they are: in a token where one is configured, else in a folder. */
export async function openKeyStore(of: {
  readonly folder: string;
  readonly pkcs11?: Pkcs11Settings | undefined;
  readonly random: Random;
}): Promise<KeyStore & { close(): void }> {
  if (of.pkcs11 !== undefined) return Pkcs11KeyStore.open(of.pkcs11);
  return FileKeyStore.open(of.folder, of.random);
}
