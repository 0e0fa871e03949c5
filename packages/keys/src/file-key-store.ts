import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { type CardKeys, deriveCardKeys } from '@kaijo/scp03';
import type { Secret } from '@kaijo/secret';
import { type KeyFiles, KeyFolderError, openKeyFolder } from './key-folder.ts';
import type { KeyStore, ReferenceKind } from './key-store.ts';
import type { Random } from './random.ts';

/**
 * The operator's keys in files of mode 0600 in a folder of mode 0700: `card-master-NNN.key` (AES-256, NNN the key
 * version), `reference.key` (HMAC), `audit-signing.pem` (Ed25519). Whoever reads the folder can reset every card: a
 * production service keeps them in a hardware module.
 */
export class FileKeyStore implements KeyStore {
  readonly currentCardKeyVersion: number;
  readonly #cardMasterKeys: ReadonlyMap<number, Secret>;
  readonly #referenceKey: Secret;
  readonly #auditKey: KeyObject;
  readonly #retiredAuditKeys: readonly Uint8Array[];

  private constructor(files: KeyFiles, auditKey: KeyObject) {
    this.#cardMasterKeys = files.cardMasterKeys;
    this.currentCardKeyVersion = Math.max(...files.cardMasterKeys.keys());
    this.#referenceKey = files.referenceKey;
    this.#auditKey = auditKey;
    this.#retiredAuditKeys = files.retiredAuditKeys;
  }

  /**
   * Makes the folder with new keys when it is not there.
   * @throws KeyFolderError when something of it is missing, malformed or open to others
   */
  static async open(folder: string, random: Random): Promise<FileKeyStore> {
    const files = await openKeyFolder(folder, random);
    return new FileKeyStore(files, readAuditKey(folder, files.auditKeyPem));
  }

  async cardKeys(keyVersion: number, managementId: Uint8Array): Promise<CardKeys | undefined> {
    const masterKey = this.#cardMasterKeys.get(keyVersion);
    return masterKey && deriveCardKeys(masterKey, managementId);
  }

  async reference(kind: ReferenceKind, bytes: Uint8Array): Promise<string> {
    return this.#referenceKey.use((key) =>
      createHmac('sha256', key).update(`${kind}\0`).update(bytes).digest('base64url'),
    );
  }

  async signAudit(message: Uint8Array): Promise<Uint8Array> {
    return new Uint8Array(sign(null, message, this.#auditKey));
  }

  async auditPublicKey(): Promise<Uint8Array> {
    const { x } = createPublicKey(this.#auditKey).export({ format: 'jwk' });
    return new Uint8Array(Buffer.from(x as string, 'base64url'));
  }

  async retiredAuditKeys(): Promise<readonly Uint8Array[]> {
    return this.#retiredAuditKeys;
  }

  close(): void {}
}

function readAuditKey(folder: string, pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The parser's message may quote the file.
  }
  throw new KeyFolderError(`${folder}: audit-signing.pem is no Ed25519 key in PKCS #8`);
}
