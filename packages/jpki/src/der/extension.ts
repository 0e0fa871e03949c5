import { childrenOf, type DerValue, innerOf, membersOf, one, optional, readOid } from './der-value.ts';
import { TAG } from './tag.ts';

/** An extension as it stands; `value` is what its OCTET STRING wraps and has not been looked at. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/**
 * `Extensions` of certificates, lists and OCSP (RFC 5280, 4.1; none of them may stand twice, 4.2).
 * @param extensions the SEQUENCE; `undefined` is read as none
 * @returns `undefined` when they are not of their shape
 */
export function readExtensions(extensions: DerValue | undefined): Extension[] | undefined {
  if (extensions === undefined) return [];
  const read = childrenOf(extensions).map(readExtension);
  if (!read.every((extension) => extension !== undefined)) return undefined;
  const isEachOnce = new Set(read.map(({ oid }) => oid)).size === read.length;
  return isEachOnce ? read : undefined;
}

/** `[n] EXPLICIT Extensions OPTIONAL`, as OCSP has them. */
export function readWrappedExtensions(wrapped: DerValue | undefined): Extension[] | undefined {
  if (wrapped === undefined) return [];
  const list = innerOf(wrapped, TAG.sequence);
  return list && readExtensions(list);
}

export function hasUnknownCritical(
  extensions: readonly Extension[],
  understood: ReadonlySet<string>,
): boolean {
  return extensions.some(({ critical, oid }) => critical && !understood.has(oid));
}

function readExtension(value: DerValue): Extension | undefined {
  if (value.tag !== TAG.sequence) return undefined;
  const members = membersOf(value, one(TAG.objectIdentifier), optional(TAG.boolean), one(TAG.octetString));
  const [type, critical, wrapped] = members ?? [];
  const oid = readOid(type);
  if (oid === undefined || wrapped === undefined) return undefined;
  return { oid, critical: critical !== undefined, value: wrapped.content };
}
