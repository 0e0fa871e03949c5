import type { Refusal } from '@kaijo/contract';
import { equalBytes } from '@kaijo/iso7816';
import type { Connection } from '../database/index.ts';
import type { BearerCaller } from '../http/index.ts';
import type { PhoneSession } from './record.ts';
import { findPhoneSession } from './storage.ts';

/** The same for a session that is unknown and for one whose token is another (protocol.md). */
export const NOT_AUTHORISED: Refusal = { problem: 'not-authorised' };

const NOBODYS_DIGEST = new Uint8Array(32);

/** The session that the caller holds the token of. */
export async function findOwnSession(
  db: Connection,
  id: string,
  { tokenDigest }: BearerCaller,
): Promise<PhoneSession | undefined> {
  const session = await findPhoneSession(db, id);
  const isOwn = equalBytes(tokenDigest, session?.tokenDigest ?? NOBODYS_DIGEST);
  return isOwn ? session : undefined;
}
