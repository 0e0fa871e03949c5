import { createPublicKey } from 'node:crypto';
import { importRsaKey, isSignedBy } from '@kaijo/jpki';

/** A DER SubjectPublicKeyInfo of the size of the cards' keys, to spend time with; nobody knows its other half. */
export const NOBODYS_KEY: Uint8Array = Uint8Array.from(
  createPublicKey({
    key: { kty: 'RSA', n: Buffer.alloc(256, 0xa5).toString('base64url'), e: 'AQAB' },
    format: 'jwk',
  }).export({ format: 'der', type: 'spki' }),
);

/** RSASSA-PKCS1-v1_5 with SHA-256 under a key strong enough for JPKI; a weaker one has signed nothing. Never throws. */
export function isSignedWith(spki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = importRsaKey(spki);
  return key !== undefined && isSignedBy(key, message, signature);
}
