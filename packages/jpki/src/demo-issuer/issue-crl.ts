import { type KeyObject, sign } from 'node:crypto';
import { concatBytes, encodeTlv, fromHex } from '@kaijo/iso7816';
import { encodeConstructed, encodeInteger, encodeOctets, encodeOid, encodeSequence } from '../der/encode.ts';
import { contextConstructed, contextPrimitive, TAG } from '../der/tag.ts';
import { EXTENSION, SHA256_WITH_RSA } from '../profile/oids.ts';
import { type Revocation, type RevocationReason, reasonNumber } from '../revocation/status.ts';
import type { TrustAnchor } from '../trust/trust-anchor.ts';

/** Who signs lists. */
export interface ListIssuer {
  readonly anchor: Pick<TrustAnchor, 'name' | 'keyId'>;
  readonly privateKey: KeyObject;
}

export type RevokedEntry = Revocation & { readonly serial: Uint8Array };

const VERSION_2 = Uint8Array.of(1);
const HOUR_MS = 3_600_000;
const VALIDITY_MS = 24 * HOUR_MS;
const DELTA_VALIDITY_MS = HOUR_MS;

/** The whole list of one authority (RFC 5280, 5), valid for a day. Its number is the millisecond of its making. */
export function issueCrl(issuer: ListIssuer, revoked: readonly RevokedEntry[], now: Date): Uint8Array {
  return signRevocationList(issuer, encodeRevokedEntries(revoked), { now, validityMs: VALIDITY_MS });
}

/**
 * The changes of the last day (RFC 5280, 5.2.4): to any of the authority's lists that has not ended. Valid for an hour.
 * @param revoked all that have been
 */
export function issueDeltaCrl(issuer: ListIssuer, revoked: readonly RevokedEntry[], now: Date): Uint8Array {
  const base = Math.max(0, now.getTime() - VALIDITY_MS);
  // Times in lists are whole seconds.
  const since = revoked.filter(({ at }) => at.getTime() >= base - 1_000);
  return signRevocationList(issuer, encodeRevokedEntries(since), {
    now,
    validityMs: DELTA_VALIDITY_MS,
    base,
  });
}

/**
 * @param entries contents of revokedCertificates
 * @param of with `base`, the number of the list that it changes, it is a delta list
 */
export function signRevocationList(
  { anchor, privateKey }: ListIssuer,
  entries: Uint8Array,
  of: { readonly now: Date; readonly validityMs: number; readonly base?: number },
): Uint8Array {
  const algorithm = encodeSequence(encodeOid(SHA256_WITH_RSA), encodeConstructed(TAG.null));
  const now = of.now.getTime();
  const extensions = [
    extension(EXTENSION.authorityKeyIdentifier, encodeSequence(encodeTlv(contextPrimitive(0), anchor.keyId))),
    extension(EXTENSION.crlNumber, encodeNumber(now)),
    ...(of.base === undefined ? [] : [extension(EXTENSION.deltaCrlIndicator, encodeNumber(of.base), true)]),
  ];
  const tbs = encodeSequence(
    encodeInteger(VERSION_2),
    algorithm,
    anchor.name,
    encodeTime(of.now),
    encodeTime(new Date(now + of.validityMs)),
    // RFC 5280, 5.1.2.6: absent when nothing is revoked.
    ...(entries.length === 0 ? [] : [encodeTlv(TAG.sequence, entries)]),
    encodeConstructed(contextConstructed(0), encodeSequence(...extensions)),
  );
  const signature = concatBytes(Uint8Array.of(0), sign('sha256', tbs, privateKey));
  return encodeSequence(tbs, algorithm, encodeTlv(TAG.bitString, signature));
}

/** Contents of revokedCertificates (RFC 5280, 5.1.2.6). */
export function encodeRevokedEntries(revoked: readonly RevokedEntry[]): Uint8Array {
  const reasons = new Map<RevocationReason, Uint8Array>();
  const entries = revoked.map(({ serial, at, reason }) => {
    const encoded = reasons.get(reason) ?? encodeReason(reason);
    reasons.set(reason, encoded);
    return encodeSequence(encodeInteger(serial), encodeTime(at), encoded);
  });
  return Buffer.concat(entries);
}

function encodeReason(reason: RevocationReason): Uint8Array {
  const code = Uint8Array.of(TAG.enumerated, 1, reasonNumber(reason));
  return encodeSequence(extension(EXTENSION.crlReason, code));
}

function extension(oid: string, value: Uint8Array, critical = false): Uint8Array {
  const isCritical = critical ? [encodeTlv(TAG.boolean, Uint8Array.of(0xff))] : [];
  return encodeSequence(encodeOid(oid), ...isCritical, encodeOctets(value));
}

function encodeNumber(value: number): Uint8Array {
  const digits = value.toString(16);
  return encodeInteger(fromHex(digits.length % 2 === 0 ? digits : `0${digits}`));
}

/** RFC 5280, 5.1.2.4: UTCTime through 2049. */
function encodeTime(moment: Date): Uint8Array {
  const digits = moment.toISOString().replace(/\.\d+|[-T:]/g, '');
  const isUtcTime = moment.getUTCFullYear() < 2050;
  const text = new TextEncoder().encode(isUtcTime ? digits.slice(2) : digits);
  return encodeTlv(isUtcTime ? TAG.utcTime : TAG.generalizedTime, text);
}
