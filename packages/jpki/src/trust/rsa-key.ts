import { createPublicKey, createVerify, type KeyObject, verify } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { membersOf, one, readDer, readPositive } from '../der/der-value.ts';
import { TAG } from '../der/tag.ts';
import { readAlgorithm, readPublicKeyBits } from '../der/x509.ts';
import { RSA_ENCRYPTION } from '../profile/oids.ts';

const MODULUS_BITS_MIN = 2048;
/** JPKI's keys have 2048 bits; far larger ones would only cost time. */
const MODULUS_BITS_MAX = 4096;
/** Smaller public exponents are what forged paddings (Bleichenbacher 2006) were made for. */
const PUBLIC_EXPONENT_MIN = 65537;
const PUBLIC_EXPONENT_BYTES_MAX = 4;

/** Does a SubjectPublicKeyInfo hold an RSA key that is strong enough for JPKI? Never throws. */
export function rsaKeyStrength(spki: Uint8Array): 'strong' | 'weak' | 'unsupported' {
  const key = readRsaKey(spki);
  if (key === undefined) return 'unsupported';
  return isStrong(key) ? 'strong' : 'weak';
}

/** The key of a SubjectPublicKeyInfo, `undefined` unless it is RSA and strong enough. Never throws. */
export function importRsaKey(spki: Uint8Array): KeyObject | undefined {
  const key = readRsaKey(spki);
  if (key === undefined || !isStrong(key)) return undefined;
  try {
    // Without its wrapping: OpenSSL 3 takes five times as long as a verification to find out what a SubjectPublicKeyInfo holds.
    return createPublicKey({ key: Buffer.from(key.der), format: 'der', type: 'pkcs1' });
  } catch {
    // OpenSSL's way of saying that this is no public key it knows.
    return undefined;
  }
}

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2). OpenSSL encodes the expected message again and compares the
 * whole of it: no other padding, no other DigestInfo and nothing after it is accepted.
 */
export function isSignedBy(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', message, key, signature);
}

/** About a millisecond of hashing. */
const PIECE = 1024 * 1024;

/** As {@link isSignedBy}, for what is long: hashed in turns of the event loop, so that nobody waits for it. */
export async function isLongSignedBy(
  key: KeyObject,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const verification = createVerify('sha256');
  for (let at = 0; at < message.length; at += PIECE) {
    if (at > 0) await setImmediate();
    verification.update(message.subarray(at, at + PIECE));
  }
  return verification.verify(key, signature);
}

/** RSAPublicKey (RFC 8017, A.1.1); its numbers without leading zeros. */
interface RsaKey {
  readonly der: Uint8Array;
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

function readRsaKey(spki: Uint8Array): RsaKey | undefined {
  const info = readDer(spki, TAG.sequence);
  const [algorithm] = membersOf(info, one(TAG.sequence), one(TAG.bitString)) ?? [];
  const der = readPublicKeyBits(info);
  const key = der && readDer(der, TAG.sequence);
  const [modulus, exponent] = membersOf(key, one(TAG.integer), one(TAG.integer))?.map(readPositive) ?? [];
  if (readAlgorithm(algorithm) !== RSA_ENCRYPTION || !der || !modulus || !exponent) return undefined;
  return { der, modulus, exponent };
}

function isStrong({ modulus, exponent }: RsaKey): boolean {
  return isStrongModulus(modulus) && isStrongExponent(exponent);
}

function isStrongModulus(modulus: Uint8Array): boolean {
  const [first = 0] = modulus;
  const isOdd = (modulus[modulus.length - 1] ?? 0) % 2 === 1;
  const bits = modulus.length * 8 - Math.clz32(first) + 24;
  return isOdd && bits >= MODULUS_BITS_MIN && bits <= MODULUS_BITS_MAX;
}

function isStrongExponent(exponent: Uint8Array): boolean {
  if (exponent.length > PUBLIC_EXPONENT_BYTES_MAX) return false;
  const value = exponent.reduce((number, byte) => number * 256 + byte, 0);
  return value >= PUBLIC_EXPONENT_MIN && value % 2 === 1;
}
