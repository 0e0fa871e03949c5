import { childrenOf, readDer, readOid } from '../der/der-value.ts';
import { TAG } from '../der/tag.ts';

/** Is this an extended key usage for that purpose and no other (RFC 5280, 4.2.1.12)? */
export function isForPurposeOnly(value: Uint8Array, purpose: string): boolean {
  const purposes = readDer(value, TAG.sequence);
  return purposes !== undefined && childrenOf(purposes).map(readOid).join() === purpose;
}
