import { createPrivateKey } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '@kaijo/secret';
import type { Random } from './random.ts';

/** The key folder is not as it must be. Nothing is repaired by guessing: a new key in an old one's place breaks every reference. */
export class KeyFolderError extends Error {
  override readonly name = 'KeyFolderError';
}

/** What the folder holds. */
export interface KeyFiles {
  /** AES-256 master keys by version (KVN). */
  readonly cardMasterKeys: ReadonlyMap<number, Secret>;
  /** HMAC-SHA-256 key. */
  readonly referenceKey: Secret;
  /** Ed25519, PKCS #8 in PEM. */
  readonly auditKeyPem: string;
}

const SYMMETRIC_KEY_BYTES = 32;
const FIRST_KEY_VERSION = 1;
const CARD_MASTER_KEY = /^card-master-([0-9]{3})\.key$/;
const REFERENCE_KEY = 'reference.key';
const AUDIT_KEY = 'audit-signing.pem';
/** PrivateKeyInfo of an Ed25519 seed, up to the seed (RFC 8410, 7). */
const ED25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Reads the folder, or makes it with new keys when it is not there yet. @throws KeyFolderError */
export async function openKeyFolder(folder: string, random: Random): Promise<KeyFiles> {
  if (!(await exists(folder))) await createKeyFolder(folder, random);
  await refuseLooserThan(folder, 0o700);
  const names = await readdir(folder);
  return {
    cardMasterKeys: await readCardMasterKeys(folder, names),
    referenceKey: await readSymmetricKey(folder, REFERENCE_KEY),
    auditKeyPem: (await readKeyFile(folder, AUDIT_KEY)).toString('ascii'),
  };
}

async function readCardMasterKeys(folder: string, names: readonly string[]): Promise<Map<number, Secret>> {
  const keys = new Map<number, Secret>();
  for (const name of names) {
    const version = Number(CARD_MASTER_KEY.exec(name)?.[1]);
    if (Number.isNaN(version)) continue;
    if (version < 1 || version > 127)
      throw new KeyFolderError(`${join(folder, name)}: key versions are 001 to 127`);
    keys.set(version, await readSymmetricKey(folder, name));
  }
  if (keys.size === 0) throw new KeyFolderError(`${folder} has no card master key (card-master-001.key)`);
  return keys;
}

async function readSymmetricKey(folder: string, name: string): Promise<Secret> {
  const bytes = await readKeyFile(folder, name);
  if (bytes.length !== SYMMETRIC_KEY_BYTES)
    throw new KeyFolderError(
      `${join(folder, name)} has ${bytes.length} bytes instead of ${SYMMETRIC_KEY_BYTES}`,
    );
  return Secret.take(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}

async function readKeyFile(folder: string, name: string): Promise<Buffer> {
  const path = join(folder, name);
  if (!(await exists(path))) throw new KeyFolderError(`${path} is missing: restore it from the backup`);
  await refuseLooserThan(path, 0o600);
  return readFile(path);
}

/** Made aside and renamed, so that the folder has all of its keys or is not there. */
async function createKeyFolder(folder: string, random: Random): Promise<void> {
  const aside = `${folder}.${Buffer.from(random(6)).toString('hex')}`;
  await mkdir(aside, { recursive: true, mode: 0o700 });
  try {
    const version = String(FIRST_KEY_VERSION).padStart(3, '0');
    await writeKeyFile(join(aside, `card-master-${version}.key`), random(SYMMETRIC_KEY_BYTES));
    await writeKeyFile(join(aside, REFERENCE_KEY), random(SYMMETRIC_KEY_BYTES));
    await writeKeyFile(join(aside, AUDIT_KEY), Buffer.from(ed25519Pem(random(32)), 'ascii'));
    await rename(aside, folder);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another process has just made it: its keys are as good.
    if (!(await exists(folder))) throw error;
  }
}

function ed25519Pem(seed: Uint8Array): string {
  const der = Buffer.concat([ED25519_PKCS8_PREFIX, seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({
    format: 'pem',
    type: 'pkcs8',
  }) as string;
}

async function writeKeyFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function refuseLooserThan(path: string, mode: number): Promise<void> {
  const status = await stat(path);
  const loose = status.mode & 0o777 & ~mode;
  if (loose !== 0) {
    const wanted = mode.toString(8);
    throw new KeyFolderError(
      `${path} is open to others (mode ${(status.mode & 0o777).toString(8)}): chmod ${wanted}`,
    );
  }
  if (status.uid !== process.getuid?.()) throw new KeyFolderError(`${path} belongs to another user`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
