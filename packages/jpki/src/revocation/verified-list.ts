import { equalBytes } from '@kaijo/iso7816';
import { readKeyIdentifier } from '../certificate.ts';
import { type Extension, hasUnknownCritical } from '../der/extension.ts';
import { readAlgorithm } from '../der/x509.ts';
import { EXTENSION, SHA256_WITH_RSA } from '../profile/oids.ts';
import { isLongSignedBy } from '../trust/rsa-key.ts';
import type { TrustAnchor } from '../trust/trust-anchor.ts';
import { type CertificateList, readCertificateList, readCrlNumber } from './certificate-list.ts';
import type { CrlEntry } from './crl-entry.ts';
import { EntryIndex } from './entry-index.ts';

/** A list of this authority, signed by it. Whether it is current has not been asked. */
export interface VerifiedList {
  readonly kind: 'verified';
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** CRLNumber (RFC 5280, 5.2.3). */
  readonly number: bigint | undefined;
  /** BaseCRLNumber of a delta list; `undefined` for a complete one (RFC 5280, 5.2.4). */
  readonly baseNumber: bigint | undefined;
  find(serial: Uint8Array): CrlEntry | undefined;
}

export interface Unusable {
  readonly kind: 'unusable';
  readonly why: string;
}

interface Verification {
  readonly anchor: TrustAnchor;
  readonly result: Promise<VerifiedList | Unusable>;
}

const verifications = new WeakMap<Uint8Array, Verification>();

/**
 * Verifies a complete or a delta list (RFC 5280, 6.3.3). Long ones take many turns of the event loop. The same array
 * is taken apart once only, whoever asks meanwhile; the caller must not change it. Never throws, whatever the bytes.
 */
export function verifiedList(der: Uint8Array, anchor: TrustAnchor): Promise<VerifiedList | Unusable> {
  const known = verifications.get(der);
  if (known?.anchor === anchor) return known.result;
  const result = verify(der, anchor);
  verifications.set(der, { anchor, result });
  return result;
}

const UNDERSTOOD_EXTENSIONS: ReadonlySet<string> = new Set([
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.crlNumber,
  EXTENSION.deltaCrlIndicator,
]);

async function verify(der: Uint8Array, anchor: TrustAnchor): Promise<VerifiedList | Unusable> {
  const list = readCertificateList(der);
  if (list === undefined) return unusable('not a certificate revocation list of version 2 with an end');
  const { innerAlgorithm, outerAlgorithm, extensions } = list;
  const isSha256WithRsa = readAlgorithm(outerAlgorithm) === SHA256_WITH_RSA;
  if (!isSha256WithRsa || !equalBytes(innerAlgorithm.raw, outerAlgorithm.raw))
    return unusable('not signed with SHA-256 and RSA');
  if (!isNamedAfter(anchor, list)) return unusable('a list of another issuer');
  if (!(await isLongSignedBy(anchor.publicKey, list.tbs.raw, list.signature)))
    return unusable('not signed by the authority');

  // A scope of its own (RFC 5280, 5.2.5): absence from a part says nothing. Delta lists are of the same scope as theirs.
  if (find(extensions, EXTENSION.issuingDistributionPoint) !== undefined)
    return unusable('a list of a part of the certificates');
  if (hasUnknownCritical(extensions, UNDERSTOOD_EXTENSIONS)) return unusable('unknown critical extension');
  const numbers = numbersOf(extensions);
  if (numbers === undefined) return unusable('a number that is not understood');

  const entries = await EntryIndex.of(list.revoked?.content ?? new Uint8Array());
  if (entries === undefined) return unusable('an entry that is not understood');
  const { thisUpdate, nextUpdate } = list;
  return { kind: 'verified', thisUpdate, nextUpdate, ...numbers, find: (serial) => entries.find(serial) };
}

/** The generations of an authority have one name: the key identifier tells whose list it says it is. */
function isNamedAfter(anchor: TrustAnchor, { extensions, issuer }: CertificateList): boolean {
  const extension = find(extensions, EXTENSION.authorityKeyIdentifier);
  const keyId = extension && readKeyIdentifier(extension.value);
  return keyId !== undefined && equalBytes(keyId, anchor.keyId) && equalBytes(issuer.raw, anchor.name);
}

/** A delta list says so in a critical extension and has a number (RFC 5280, 5.2.4). */
function numbersOf(
  extensions: readonly Extension[],
): Pick<VerifiedList, 'number' | 'baseNumber'> | undefined {
  const own = find(extensions, EXTENSION.crlNumber);
  const indicator = find(extensions, EXTENSION.deltaCrlIndicator);
  const number = own && readCrlNumber(own);
  const baseNumber = indicator && readCrlNumber(indicator);
  const isInOrder = (own === undefined) === (number === undefined);
  const isDeltaInOrder =
    indicator === undefined || (indicator.critical && baseNumber !== undefined && number !== undefined);
  return isInOrder && isDeltaInOrder ? { number, baseNumber } : undefined;
}

function find(extensions: readonly Extension[], oid: string): Extension | undefined {
  return extensions.find((extension) => extension.oid === oid);
}

function unusable(why: string): Unusable {
  return { kind: 'unusable', why };
}
