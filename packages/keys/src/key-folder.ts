import { createPrivateKey, createPublicKey } from 'node:crypto';
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
  /** Public keys that were rotated out, the oldest first: 32 bytes of Ed25519 each. */
  readonly retiredAuditKeys: readonly Uint8Array[];
}

const SYMMETRIC_KEY_BYTES = 32;
const FIRST_KEY_VERSION = 1;
/** GlobalPlatform Card Specification: a key version number has seven bits. */
const LAST_KEY_VERSION = 127;
const CARD_MASTER_KEY = /^card-master-([0-9]{3})\.key$/;
const REFERENCE_KEY = 'reference.key';
const AUDIT_KEY = 'audit-signing.pem';
const RETIRED_AUDIT_KEY = /^audit-retired-([0-9]{3})\.pub$/;
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
    retiredAuditKeys: await readRetiredAuditKeys(folder, names),
  };
}

/**
 * A key ceremony: makes the folder with its first keys.
 * @throws KeyFolderError when it is there already
 */
export async function initKeyFolder(folder: string, random: Random): Promise<void> {
  if (await exists(folder))
    throw new KeyFolderError(`${folder} is there already: its keys are never replaced`);
  await createKeyFolder(folder, random);
}

/**
 * Adds a card master key of the next version beside the older ones, which their cards go on using.
 * @returns the new version @throws KeyFolderError
 */
export async function rotateCardMasterKey(folder: string, random: Random): Promise<number> {
  const { cardMasterKeys } = await openKeyFolder(folder, random);
  const version = Math.max(...cardMasterKeys.keys()) + 1;
  if (version > LAST_KEY_VERSION)
    throw new KeyFolderError(`${folder}: there is no version after ${version - 1}`);
  await writeKeyFile(join(folder, cardMasterName(version)), random(SYMMETRIC_KEY_BYTES));
  await syncFolder(folder);
  return version;
}

/**
 * Puts a new audit signing key in the old one's place. The old public key stays, for whoever verifies older heads; the
 * old private key is gone. @throws KeyFolderError
 */
export async function rotateAuditKey(folder: string, random: Random): Promise<void> {
  const { auditKeyPem, retiredAuditKeys } = await openKeyFolder(folder, random);
  const { x } = createPublicKey(createPrivateKey(auditKeyPem)).export({ format: 'jwk' });
  const number = String(retiredAuditKeys.length + 1).padStart(3, '0');
  await writeKeyFile(join(folder, `audit-retired-${number}.pub`), Buffer.from(`${x}\n`, 'ascii'));
  const aside = join(folder, `${AUDIT_KEY}.new`);
  await rm(aside, { force: true });
  await writeKeyFile(aside, Buffer.from(ed25519Pem(random(32)), 'ascii'));
  await rename(aside, join(folder, AUDIT_KEY));
  await syncFolder(folder);
}

async function readRetiredAuditKeys(folder: string, names: readonly string[]): Promise<Uint8Array[]> {
  const retired = names.filter((name) => RETIRED_AUDIT_KEY.test(name)).sort();
  return Promise.all(
    retired.map(async (name) => {
      const key = Buffer.from((await readKeyFile(folder, name)).toString('ascii').trim(), 'base64url');
      if (key.length !== 32) throw new KeyFolderError(`${join(folder, name)} is no Ed25519 public key`);
      return new Uint8Array(key);
    }),
  );
}

function cardMasterName(version: number): string {
  return `card-master-${String(version).padStart(3, '0')}.key`;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function readCardMasterKeys(folder: string, names: readonly string[]): Promise<Map<number, Secret>> {
  const keys = new Map<number, Secret>();
  for (const name of names) {
    const version = Number(CARD_MASTER_KEY.exec(name)?.[1]);
    if (Number.isNaN(version)) continue;
    if (version < FIRST_KEY_VERSION || version > LAST_KEY_VERSION)
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
    await writeKeyFile(join(aside, cardMasterName(FIRST_KEY_VERSION)), random(SYMMETRIC_KEY_BYTES));
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
