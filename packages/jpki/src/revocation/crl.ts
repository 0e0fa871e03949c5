import { equalBytes, toHex } from '@kaijo/iso7816';
import { readKeyIdentifier } from '../certificate.ts';
import {
  childrenOf,
  type DerValue,
  innerOf,
  membersOf,
  one,
  optional,
  readBits,
  readDer,
  readMoment,
  readPositive,
} from '../der/der-value.ts';
import { type Extension, hasUnknownCritical, readExtensions } from '../der/extension.ts';
import { contextConstructed, TAG } from '../der/tag.ts';
import { readAlgorithm } from '../der/x509.ts';
import { EXTENSION, SHA256_WITH_RSA } from '../profile/oids.ts';
import { isSignedBy } from '../trust/rsa-key.ts';
import type { TrustAnchor } from '../trust/trust-anchor.ts';
import { staleness } from './freshness.ts';
import { type Revocation, reasonOf } from './status.ts';

export type CrlReading =
  | { readonly kind: 'list'; find(serial: Uint8Array): Revocation | undefined }
  | { readonly kind: 'unusable'; readonly why: string };

/**
 * Reads a certificate revocation list and believes it only when it is a whole list of this authority, signed by it,
 * and current at `at` (RFC 5280, 6.3.3). A list that covers a part only says so in a critical extension, as delta
 * lists and lists with an issuing distribution point do: it is not used. Never throws, whatever the bytes.
 *
 * The same array is taken apart once only; the caller must not change it.
 */
export function readCrl(
  der: Uint8Array,
  { anchor, at }: { readonly anchor: TrustAnchor; readonly at: Date },
): CrlReading {
  const list = verifiedOnce(der, anchor);
  if (list.kind === 'unusable') return list;
  const stale = staleness(list, at);
  if (stale !== undefined) return { kind: 'unusable', why: stale };
  return { kind: 'list', find: (serial) => list.entries.get(toHex(serial)) };
}

interface VerifiedCrl {
  readonly kind: 'verified';
  readonly anchor: TrustAnchor;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** By the serial in hex. */
  readonly entries: ReadonlyMap<string, Revocation>;
}

type Unusable = { readonly kind: 'unusable'; readonly why: string };

const verifiedLists = new WeakMap<Uint8Array, VerifiedCrl>();

function verifiedOnce(der: Uint8Array, anchor: TrustAnchor): VerifiedCrl | Unusable {
  const known = verifiedLists.get(der);
  if (known?.anchor === anchor) return known;
  const list = verifyCrl(der, anchor);
  if (list.kind === 'verified') verifiedLists.set(der, list);
  return list;
}

const UNDERSTOOD_EXTENSIONS: ReadonlySet<string> = new Set([
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.crlNumber,
]);

function verifyCrl(der: Uint8Array, anchor: TrustAnchor): VerifiedCrl | Unusable {
  const list = readCertificateList(der);
  if (list === undefined) return unusable('not a certificate revocation list of version 2 with an end');
  const { innerAlgorithm, outerAlgorithm, extensions } = list;
  const isSha256WithRsa = readAlgorithm(outerAlgorithm) === SHA256_WITH_RSA;
  if (!isSha256WithRsa || !equalBytes(innerAlgorithm.raw, outerAlgorithm.raw))
    return unusable('not signed with SHA-256 and RSA');

  const keyId = extensions.find(({ oid }) => oid === EXTENSION.authorityKeyIdentifier);
  const issuerKeyId = keyId && readKeyIdentifier(keyId.value);
  const isOfAnchor = issuerKeyId !== undefined && equalBytes(issuerKeyId, anchor.keyId);
  if (!isOfAnchor || !equalBytes(list.issuer.raw, anchor.name)) return unusable('a list of another issuer');
  if (!isSignedBy(anchor.publicKey, list.tbs.raw, list.signature))
    return unusable('not signed by the authority');
  if (hasUnknownCritical(extensions, UNDERSTOOD_EXTENSIONS)) return unusable('unknown critical extension');

  const entries = readEntries(list.revoked);
  if (entries === undefined) return unusable('an entry that is not understood');
  return { kind: 'verified', anchor, thisUpdate: list.thisUpdate, nextUpdate: list.nextUpdate, entries };
}

interface CertificateList {
  readonly tbs: DerValue;
  readonly innerAlgorithm: DerValue;
  readonly outerAlgorithm: DerValue;
  readonly signature: Uint8Array;
  readonly issuer: DerValue;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked: DerValue | undefined;
  readonly extensions: readonly Extension[];
}

const TIME = [TAG.utcTime, TAG.generalizedTime];
/** INTEGER 1. */
const VERSION_2 = Uint8Array.of(0x02, 0x01, 0x01);

/** CertificateList (RFC 5280, 5.1); nextUpdate is not optional there either (5.1.2.5). */
function readCertificateList(der: Uint8Array): CertificateList | undefined {
  const [tbs, outerAlgorithm, bits] =
    membersOf(readDer(der, TAG.sequence), one(TAG.sequence), one(TAG.sequence), one(TAG.bitString)) ?? [];
  const [version, innerAlgorithm, issuer, begin, end, revoked, wrapped] =
    membersOf(
      tbs,
      one(TAG.integer),
      one(TAG.sequence),
      one(TAG.sequence),
      one(...TIME),
      one(...TIME),
      optional(TAG.sequence),
      one(contextConstructed(0)),
    ) ?? [];
  const signature = readBits(bits);
  const thisUpdate = readMoment(begin);
  const nextUpdate = readMoment(end);
  const list = innerOf(wrapped, TAG.sequence);
  const extensions = list && readExtensions(list);
  if (!tbs || !outerAlgorithm || !signature || !innerAlgorithm || !issuer) return undefined;
  if (!thisUpdate || !nextUpdate || !extensions || !version) return undefined;
  if (!equalBytes(version.raw, VERSION_2)) return undefined;
  return {
    tbs,
    innerAlgorithm,
    outerAlgorithm,
    signature,
    issuer,
    thisUpdate,
    nextUpdate,
    revoked,
    extensions,
  };
}

/** One entry that is not understood, and the list cannot be used for any certificate (RFC 5280, 5.3). */
function readEntries(revoked: DerValue | undefined): Map<string, Revocation> | undefined {
  const entries = new Map<string, Revocation>();
  for (const value of revoked === undefined ? [] : childrenOf(revoked)) {
    const entry = readEntry(value);
    if (entry === undefined) return undefined;
    entries.set(toHex(entry.serial), entry.revocation);
  }
  return entries;
}

const UNDERSTOOD_ENTRY_EXTENSIONS: ReadonlySet<string> = new Set([EXTENSION.crlReason]);

function readEntry(value: DerValue): { serial: Uint8Array; revocation: Revocation } | undefined {
  const [serialNumber, date, list] =
    membersOf(value, one(TAG.integer), one(...TIME), optional(TAG.sequence)) ?? [];
  const serial = readPositive(serialNumber);
  const at = readMoment(date);
  const extensions = readExtensions(list);
  if (!serial || !at || !extensions || hasUnknownCritical(extensions, UNDERSTOOD_ENTRY_EXTENSIONS))
    return undefined;
  const reason = extensions.find(({ oid }) => oid === EXTENSION.crlReason);
  const code = reason && readDer(reason.value, TAG.enumerated)?.content[0];
  return { serial, revocation: { at, reason: reasonOf(code) } };
}

function unusable(why: string): Unusable {
  return { kind: 'unusable', why };
}
