import { membersOf, optional, readDer } from '../der/der-value.ts';
import { TAG } from '../der/tag.ts';

/** cA of BasicConstraints (RFC 5280, 4.2.1.9); `undefined` when the value is not of its shape. */
export function isAuthorityConstraints(value: Uint8Array): boolean | undefined {
  const members = membersOf(readDer(value, TAG.sequence), optional(TAG.boolean), optional(TAG.integer));
  return members && members[0] !== undefined;
}
