import { generateKeyPairSync, type KeyObject } from 'node:crypto';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly spki: Uint8Array;
}

const pairs = new Map<string, KeyPair>();

/** The same pair for the same name within a test file: making RSA keys is slow. */
export function keyPair(name: string, modulusLength = 2048, publicExponent = 65537): KeyPair {
  const id = `${name}/${modulusLength}/${publicExponent}`;
  const known = pairs.get(id);
  if (known !== undefined) return known;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  const pair = { privateKey, publicKey, spki: spkiOf(publicKey) };
  pairs.set(id, pair);
  return pair;
}

export function spkiOf(publicKey: KeyObject): Uint8Array {
  return Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }));
}
