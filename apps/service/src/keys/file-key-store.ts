import type { Random } from '../random.ts';
import type { CardKeys, KeyStore, ReferenceKind } from './key-store.ts';

export class FileKeyStore implements KeyStore {
  static async open(_folder: string, _random: Random): Promise<FileKeyStore> {
    throw new Error('not written yet');
  }
  readonly currentCardKeyVersion = 1;
  cardKeys(_keyVersion: number, _managementId: Uint8Array): Promise<CardKeys | undefined> {
    throw new Error('not written yet');
  }
  reference(_kind: ReferenceKind, _bytes: Uint8Array): Promise<string> {
    throw new Error('not written yet');
  }
  signAudit(_message: Uint8Array): Promise<Uint8Array> {
    throw new Error('not written yet');
  }
  auditPublicKey(): Promise<Uint8Array> {
    throw new Error('not written yet');
  }
}
