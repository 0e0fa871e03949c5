import { equalBytes, toHex } from '@kaijo/iso7816';
import {
  AuthorityKeyIdentifier,
  CertificateList,
  CRLReason,
  type Extension,
  id_ce_authorityKeyIdentifier,
  id_ce_cRLNumber,
  id_ce_cRLReasons,
  type RevokedCertificate,
} from '@peculiar/asn1-x509';
import { childrenOf, decodeDer } from '../der/x509.ts';
import { SHA256_WITH_RSA } from '../profile/oids.ts';
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

type VerifiedCrl =
  | {
      readonly kind: 'verified';
      readonly anchor: TrustAnchor;
      readonly thisUpdate: Date;
      readonly nextUpdate: Date;
      readonly entries: ReadonlyMap<string, Revocation>;
    }
  | { readonly kind: 'unusable'; readonly why: string };

const verifiedLists = new WeakMap<Uint8Array, Extract<VerifiedCrl, { kind: 'verified' }>>();

function verifiedOnce(der: Uint8Array, anchor: TrustAnchor): VerifiedCrl {
  const known = verifiedLists.get(der);
  if (known?.anchor === anchor) return known;
  const list = verifyCrl(der, anchor);
  if (list.kind === 'verified') verifiedLists.set(der, list);
  return list;
}

const VERSION_2 = 1;
const UNDERSTOOD_EXTENSIONS: ReadonlySet<string> = new Set([id_ce_authorityKeyIdentifier, id_ce_cRLNumber]);
const UNDERSTOOD_ENTRY_EXTENSIONS: ReadonlySet<string> = new Set([id_ce_cRLReasons]);

function verifyCrl(der: Uint8Array, anchor: TrustAnchor): VerifiedCrl {
  const list = decodeDer(der, CertificateList);
  const [tbs, outerAlgorithm] = list ? childrenOf(der) : [];
  if (list === undefined || tbs === undefined || outerAlgorithm === undefined)
    return unusable('not a certificate revocation list');
  const { tbsCertList: data } = list;
  const [, innerAlgorithm, issuer] = childrenOf(tbs);
  if (data.version !== VERSION_2 || innerAlgorithm === undefined || issuer === undefined)
    return unusable('not a list of version 2');
  if (list.signatureAlgorithm.algorithm !== SHA256_WITH_RSA || !equalBytes(innerAlgorithm, outerAlgorithm))
    return unusable('not signed with SHA-256 and RSA');

  const keyId = readAuthorityKeyId(data.crlExtensions);
  if (!equalBytes(issuer, anchor.name) || keyId === undefined || !equalBytes(keyId, anchor.keyId))
    return unusable('a list of another issuer');
  if (!isSignedBy(anchor.publicKey, tbs, new Uint8Array(list.signature)))
    return unusable('not signed by the authority');
  if (hasUnknownCritical(data.crlExtensions, UNDERSTOOD_EXTENSIONS))
    return unusable('unknown critical extension');
  if (data.nextUpdate === undefined) return unusable('a list without an end');

  const revoked = data.revokedCertificates ?? [];
  // RFC 5280, 5.3: one entry that is not understood, and the list cannot be used for any certificate.
  if (revoked.some((entry) => hasUnknownCritical(entry.crlEntryExtensions, UNDERSTOOD_ENTRY_EXTENSIONS)))
    return unusable('unknown critical entry extension');
  return {
    kind: 'verified',
    anchor,
    thisUpdate: data.thisUpdate.getTime(),
    nextUpdate: data.nextUpdate.getTime(),
    entries: new Map(revoked.map((entry) => [serialHex(entry), revocationOf(entry)])),
  };
}

function readAuthorityKeyId(extensions: readonly Extension[] | undefined): Uint8Array | undefined {
  const extension = extensions?.find(({ extnID }) => extnID === id_ce_authorityKeyIdentifier);
  const identifier =
    extension && decodeDer(new Uint8Array(extension.extnValue.buffer), AuthorityKeyIdentifier)?.keyIdentifier;
  return identifier && new Uint8Array(identifier.buffer);
}

function hasUnknownCritical(
  extensions: readonly Extension[] | undefined,
  understood: ReadonlySet<string>,
): boolean {
  return extensions?.some(({ critical, extnID }) => critical && !understood.has(extnID)) === true;
}

function serialHex({ userCertificate }: RevokedCertificate): string {
  const serial = new Uint8Array(userCertificate);
  return toHex(serial[0] === 0 ? serial.subarray(1) : serial);
}

function revocationOf({ revocationDate, crlEntryExtensions }: RevokedCertificate): Revocation {
  const extension = crlEntryExtensions?.find(({ extnID }) => extnID === id_ce_cRLReasons);
  const reason = extension && decodeDer(new Uint8Array(extension.extnValue.buffer), CRLReason)?.reason;
  return { at: revocationDate.getTime(), reason: reasonOf(reason) };
}

function unusable(why: string): VerifiedCrl {
  return { kind: 'unusable', why };
}
