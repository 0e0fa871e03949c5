import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64Url } from './base64url.ts';

/**
 * How a staff member's browser signs its requests: HTTP Message Signatures (RFC 9421) with ECDSA on P-256 and SHA-256
 * (3.3.4), over exactly these components in this order. The session's cookie without the browser's key is worth nothing,
 * and one signature is good for one message: the Idempotency-Key and the digest of the body (RFC 9530) are under it.
 */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** `Content-Digest` of the body, of the empty one too. */
  readonly contentDigest: string;
  /** The empty text where the request has none. */
  readonly idempotencyKey: string;
  /** Seconds since 1970. */
  readonly created: number;
}

/** Seconds by which the signature's time may differ from the service's. */
export const SIGNATURE_AGE_MAX = 120;

const COMPONENTS = '("@method" "@target-uri" "content-digest" "idempotency-key")';
const PARAMETERS = /^\("@method" "@target-uri" "content-digest" "idempotency-key"\);created=(\d{1,12})$/;

/** `Signature-Input` names one signature, `staff`, with nothing but its components and time. */
export function signatureInput(created: number): string {
  return `staff=${COMPONENTS};created=${created}`;
}

/** The time in a `Signature-Input`; `undefined` for any other spelling than {@link signatureInput}'s. */
export function createdIn(input: string): number | undefined {
  if (!input.startsWith('staff=')) return undefined;
  const created = PARAMETERS.exec(input.slice('staff='.length))?.[1];
  return created === undefined ? undefined : Number(created);
}

/** RFC 9421, 2.5. `@target-uri` stands without scheme and authority: the service may be behind a proxy. */
export function signatureBase(of: SignedRequest): Uint8Array {
  const lines = [
    `"@method": ${of.method}`,
    `"@target-uri": ${of.target}`,
    `"content-digest": ${of.contentDigest}`,
    `"idempotency-key": ${of.idempotencyKey}`,
    `"@signature-params": ${signatureInput(of.created).slice('staff='.length)}`,
  ];
  return new TextEncoder().encode(lines.join('\n'));
}

/** `Content-Digest` of a body (RFC 9530, 2) with SHA-256. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${base64(sha256(body))}:`;
}

/** `Signature`: r ‖ s, 64 bytes, as a byte sequence (RFC 8941, 3.3.5). */
export function signatureHeader(signature: Uint8Array): string {
  return `staff=:${base64(signature)}:`;
}

/** The signature in a `Signature` header; `undefined` for another spelling. */
export function signatureIn(header: string): string | undefined {
  return /^staff=:([A-Za-z0-9+/]{86}==):$/.exec(header)?.[1];
}

function base64(bytes: Uint8Array): string {
  const text = toBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
