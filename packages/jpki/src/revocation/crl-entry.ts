import {
  type DerValue,
  membersOf,
  one,
  optional,
  readDer,
  readMoment,
  readPositive,
} from '../der/der-value.ts';
import { hasUnknownCritical, readExtensions } from '../der/extension.ts';
import { TAG } from '../der/tag.ts';
import { EXTENSION } from '../profile/oids.ts';
import { type Revocation, reasonOf } from './status.ts';

/** One of revokedCertificates (RFC 5280, 5.1.2.6). */
export interface CrlEntry {
  /** Unsigned, without a leading zero. */
  readonly serial: Uint8Array;
  readonly revocation: Revocation;
  /** removeFromCRL, which has a meaning in a delta only (RFC 5280, 5.3.1): the certificate is no longer revoked. */
  readonly isRemoval: boolean;
}

const UNDERSTOOD_EXTENSIONS: ReadonlySet<string> = new Set([EXTENSION.crlReason]);
const REMOVE_FROM_CRL = 8;

/** @returns `undefined` for an entry that is not DER, not of its shape, or not to be ignored (RFC 5280, 5.3) */
export function readCrlEntry(der: Uint8Array): CrlEntry | undefined {
  const [serialNumber, date, list] =
    membersOf(
      readDer(der, TAG.sequence),
      one(TAG.integer),
      one(TAG.utcTime, TAG.generalizedTime),
      optional(TAG.sequence),
    ) ?? [];
  const serial = readPositive(serialNumber);
  const at = readMoment(date);
  const extensions = readExtensions(list);
  if (!serial || !at || !extensions || hasUnknownCritical(extensions, UNDERSTOOD_EXTENSIONS))
    return undefined;
  const reason = extensions.find(({ oid }) => oid === EXTENSION.crlReason);
  const code = reason && readCode(readDer(reason.value, TAG.enumerated));
  return { serial, revocation: { at, reason: reasonOf(code) }, isRemoval: code === REMOVE_FROM_CRL };
}

function readCode(value: DerValue | undefined): number | undefined {
  return value?.content.length === 1 ? value.content[0] : undefined;
}
