import { createPrivateKey, generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CertificateKind } from '../profile/oids.ts';
import { createFile, isErrorCode, syncFolder } from './atomic-file.ts';
import { type DemoAuthority, demoAuthority, selfSignAuthority } from './authority.ts';
import { GENERATION_PROFILE, GENERATIONS, type Generation, isGeneration } from './generation.ts';

/** Keys and certificates of the demo, as they lie in its folder. */
export interface AuthorityKeys {
  readonly authorities: readonly DemoAuthority[];
  readonly ocspResponder: KeyObject;
  readonly cardFaceRoot: KeyObject;
  readonly cardFaceSigner: KeyObject;
}

interface CreationOptions {
  readonly generations: readonly Generation[];
  readonly random: (length: number) => Uint8Array;
}

const KINDS: readonly CertificateKind[] = ['sign', 'auth'];
const KEY_FILES = {
  ocspResponder: 'ocsp-responder.key.pem',
  cardFaceRoot: 'card-face-root.key.pem',
  cardFaceSigner: 'card-face-signer.key.pem',
} as const;

/**
 * Opens the keys in `folder`, which it makes first where there are none. They appear as a whole or not at all: when
 * two processes make them at once, both go on with those of the first.
 */
export async function openAuthorityKeys(folder: string, options: CreationOptions): Promise<AuthorityKeys> {
  if (!(await exists(folder))) await createAuthorityKeys(folder, options);
  return loadAuthorityKeys(folder);
}

async function createAuthorityKeys(folder: string, options: CreationOptions): Promise<void> {
  const draft = `${folder}.${randomUUID()}.draft`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const generations = GENERATIONS.filter((generation) => options.generations.includes(generation));
  await createFile(join(draft, 'generations.json'), JSON.stringify(generations));
  for (const file of Object.values(KEY_FILES)) await writeKey(join(draft, file), await newKey());
  for (const generation of generations) {
    for (const kind of KINDS) {
      const privateKey = await newKey();
      const serial = authoritySerial(generation, options.random);
      const certificate = selfSignAuthority({ kind, generation, serial, privateKey });
      await writeKey(join(draft, `${kind}-${generation}.key.pem`), privateKey);
      await createFile(join(draft, `${kind}-${generation}.cer`), certificate);
    }
  }
  try {
    await rename(draft, folder);
    await syncFolder(join(folder, '..'));
  } catch (error) {
    if (!isErrorCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    await rm(draft, { recursive: true });
  }
}

async function loadAuthorityKeys(folder: string): Promise<AuthorityKeys> {
  const generations: unknown = JSON.parse(await readFile(join(folder, 'generations.json'), 'utf8'));
  if (!Array.isArray(generations) || !generations.every(isGeneration))
    throw new Error(`${join(folder, 'generations.json')} is broken`);
  const authorities: DemoAuthority[] = [];
  for (const generation of generations) {
    for (const kind of KINDS) {
      const privateKey = await readKey(join(folder, `${kind}-${generation}.key.pem`));
      const certificate = await readFile(join(folder, `${kind}-${generation}.cer`));
      authorities.push(demoAuthority(kind, generation, certificate, privateKey));
    }
  }
  return {
    authorities,
    ocspResponder: await readKey(join(folder, KEY_FILES.ocspResponder)),
    cardFaceRoot: await readKey(join(folder, KEY_FILES.cardFaceRoot)),
    cardFaceSigner: await readKey(join(folder, KEY_FILES.cardFaceSigner)),
  };
}

function authoritySerial(generation: Generation, random: (length: number) => Uint8Array): Uint8Array {
  const { serialBytes } = GENERATION_PROFILE[generation];
  if (serialBytes === 1) return Uint8Array.of(1);
  const serial = Uint8Array.from(random(serialBytes));
  // Positive and of full length, as the real ones of four bytes.
  serial[0] = ((serial[0] ?? 0) & 0x07) | 0x01;
  return serial;
}

const generateRsaKey = promisify(generateKeyPair);

/** Keys come from the platform's generator: they are the one thing that the caller's randomness does not reach. */
async function newKey(): Promise<KeyObject> {
  const { privateKey } = await generateRsaKey('rsa', { modulusLength: 2048, publicExponent: 65537 });
  return privateKey;
}

async function writeKey(path: string, key: KeyObject): Promise<void> {
  await createFile(path, key.export({ type: 'pkcs8', format: 'pem' }));
}

async function readKey(path: string): Promise<KeyObject> {
  return createPrivateKey(await readFile(path));
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isErrorCode(error, 'ENOENT')) return false;
    throw error;
  }
}
