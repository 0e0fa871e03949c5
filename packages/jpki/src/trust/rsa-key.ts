import { createPublicKey, type KeyObject, verify } from 'node:crypto';

export type RsaKeyReading =
  | { readonly kind: 'rsa'; readonly key: KeyObject }
  | { readonly kind: 'weak' }
  | { readonly kind: 'unsupported' };

const MODULUS_BITS_MIN = 2048;
/** JPKI's keys have 2048 bits; far larger ones would only cost time. */
const MODULUS_BITS_MAX = 4096;
/** Smaller public exponents are what forged paddings (Bleichenbacher 2006) were made for. */
const PUBLIC_EXPONENT_MIN = 65537n;
const PUBLIC_EXPONENT_MAX = 2n ** 32n;

/** Reads a SubjectPublicKeyInfo that holds an RSA key strong enough for JPKI. Never throws. */
export function readRsaKey(spki: Uint8Array): RsaKeyReading {
  const key = importSpki(spki);
  if (key?.asymmetricKeyType !== 'rsa') return { kind: 'unsupported' };
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  const isStrong =
    modulusLength >= MODULUS_BITS_MIN &&
    modulusLength <= MODULUS_BITS_MAX &&
    publicExponent >= PUBLIC_EXPONENT_MIN &&
    publicExponent <= PUBLIC_EXPONENT_MAX &&
    publicExponent % 2n === 1n;
  return isStrong ? { kind: 'rsa', key } : { kind: 'weak' };
}

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2). OpenSSL encodes the expected message again and compares the
 * whole of it: no other padding, no other DigestInfo and nothing after it is accepted.
 */
export function isSignedBy(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', message, key, signature);
}

function importSpki(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    // OpenSSL's way of saying that this is no public key it knows.
    return undefined;
  }
}
