import { equalBytes, toHex } from '@kaijo/iso7816';
import {
  type DerValue,
  innerOf,
  membersOf,
  one,
  optional,
  readBits,
  readDer,
  readMoment,
  readOutline,
} from '../der/der-value.ts';
import { type Extension, readExtensions } from '../der/extension.ts';
import { isDer } from '../der/strict-der.ts';
import { contextConstructed, TAG } from '../der/tag.ts';

/** A CertificateList (RFC 5280, 5.1), taken apart without judging it. Its entries have not been looked at yet. */
export interface CertificateList {
  readonly tbs: DerValue;
  readonly innerAlgorithm: DerValue;
  readonly outerAlgorithm: DerValue;
  readonly signature: Uint8Array;
  readonly issuer: DerValue;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** The SEQUENCE of entries, unchecked inside; absent when there are none. */
  readonly revoked: DerValue | undefined;
  readonly extensions: readonly Extension[];
}

const TIME = [TAG.utcTime, TAG.generalizedTime];
/** INTEGER 1. */
const VERSION_2 = Uint8Array.of(0x02, 0x01, 0x01);
/** Of everything but the entries, which alone make lists long. */
const FIELD_BYTES_MAX = 16 * 1024;

/**
 * Reads all but the entries, in a time that does not grow with the list: nobody has vouched for these bytes yet.
 * nextUpdate is not optional here (RFC 5280, 5.1.2.5).
 * @returns `undefined` for anything but a version 2 list with an end; never throws
 */
export function readCertificateList(der: Uint8Array): CertificateList | undefined {
  const [tbs, outerAlgorithm, bits] =
    membersOf(readOutline(der, TAG.sequence, 3), one(TAG.sequence), one(TAG.sequence), one(TAG.bitString)) ??
    [];
  const [version, innerAlgorithm, issuer, begin, end, revoked, wrapped] =
    membersOf(
      tbs && readOutline(tbs.raw, TAG.sequence, 7),
      one(TAG.integer),
      one(TAG.sequence),
      one(TAG.sequence),
      one(...TIME),
      one(...TIME),
      optional(TAG.sequence),
      one(contextConstructed(0)),
    ) ?? [];
  const fields = [outerAlgorithm, bits, version, innerAlgorithm, issuer, begin, end, wrapped];
  if (!fields.every((field) => field !== undefined && isSmallDer(field.raw))) return undefined;

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

function isSmallDer(raw: Uint8Array): boolean {
  return raw.length <= FIELD_BYTES_MAX && isDer(raw);
}

const NUMBER_OCTETS_MAX = 20;

/** CRLNumber and BaseCRLNumber (RFC 5280, 5.2.3 and 5.2.4): not negative, up to 20 octets. */
export function readCrlNumber({ value }: Extension): bigint | undefined {
  const content = readDer(value, TAG.integer)?.content;
  const isNumber = content !== undefined && content.length <= NUMBER_OCTETS_MAX && (content[0] ?? 0) < 0x80;
  return isNumber ? BigInt(`0x${toHex(content)}`) : undefined;
}
