import { createPublicKey, type KeyObject, verify } from 'node:crypto';

const MODULUS_BITS_MIN = 2048;

/** A DER SubjectPublicKeyInfo of the size of the cards' keys, to spend time with; nobody knows its other half. */
export const NOBODYS_KEY: Uint8Array = Uint8Array.from(
  createPublicKey({
    key: { kty: 'RSA', n: Buffer.alloc(256, 0xa5).toString('base64url'), e: 'AQAB' },
    format: 'jwk',
  }).export({ format: 'der', type: 'spki' }),
);

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2) under an RSA key of at least 2048 bits. OpenSSL encodes the expected
 * message again and compares the whole: no other padding is accepted. Never throws.
 */
export function isSignedBy(spki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = readKey(spki);
  if (key?.asymmetricKeyType !== 'rsa') return false;
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < MODULUS_BITS_MIN) return false;
  return verify('sha256', message, key, signature);
}

function readKey(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    // OpenSSL's way of saying that this is no public key it knows.
    return undefined;
  }
}
