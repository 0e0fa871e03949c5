import { createHash } from 'node:crypto';
import type { Random } from '../random.ts';

const TOKEN_BYTES = 32;

/** A new bearer token (RFC 6750) with 256 bits: `token` goes to the holder and nowhere else, `digest` to the table. */
export function issueToken(random: Random): { readonly token: string; readonly digest: Uint8Array } {
  const token = Buffer.from(random(TOKEN_BYTES)).toString('base64url');
  return { token, digest: tokenDigest(token) };
}

/** SHA-256 of the token's characters: the token is random, so that its digest needs no salt. */
export function tokenDigest(token: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
