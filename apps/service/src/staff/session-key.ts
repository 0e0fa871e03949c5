import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** SubjectPublicKeyInfo of an ECDSA key on P-256; `undefined` for other bytes. */
function keyOf(spki: Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

export function isSessionKey(spki: Uint8Array): boolean {
  return keyOf(spki) !== undefined;
}

/** ECDSA with SHA-256, r ‖ s (RFC 9421, 3.3.4). */
export function isSignedBySession(spki: Uint8Array, message: Uint8Array, signature: string): boolean {
  const key = keyOf(spki);
  if (key === undefined) return false;
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64'));
}
