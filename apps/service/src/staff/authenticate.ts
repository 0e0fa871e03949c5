import { createdIn, SIGNATURE_AGE_MAX, signatureBase, signatureIn } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { transaction } from '../database/index.ts';
import { type StaffAuthentication, type StaffRequest, staffToken, tokenDigest } from '../http/index.ts';
import type { StaffDependencies } from './dependencies.ts';
import { findMember } from './members.ts';
import type { SignedIn, StaffMember } from './record.ts';
import { isLive, mayAct, SEEN_AGAIN_MS } from './rules.ts';
import { isSignedBySession } from './session-key.ts';
import { findSession, sawSession } from './sessions.ts';

/**
 * Who stands behind a request of the counter's screens (R35; docs/decisions/0020): the cookie names the session, and the
 * key of the browser that signed in has signed this very request. A write comes from the counter's own pages; no other
 * page could set the signature's headers anyway, for the service has no CORS.
 */
export function staffAuthentication({
  db,
  clock,
  origin,
}: Pick<StaffDependencies, 'db' | 'clock' | 'origin'>): StaffAuthentication {
  return async (request) => {
    const now = clock.now();
    const token = staffToken(request.cookie);
    if (token === undefined || !isOfOrigin(request, origin())) return undefined;
    const session = await findSession(db, { tokenDigest: tokenDigest(token) });
    if (session === undefined || !isLive(session, now)) return undefined;
    const member = await findMember(db, { id: session.member });
    if (member === undefined || !mayAct(member)) return undefined;
    switch (signatureOf(request, session, now)) {
      case 'right':
        break;
      case 'late':
        return undefined;
      case 'wrong':
        await recordMisuse(session, member, now);
        return undefined;
    }
    if (now.getTime() - session.seenAt.getTime() >= SEEN_AGAIN_MS) await sawSession(db, session.id, now);
    return { member: member.id, number: member.number, role: member.role, session: session.id };
  };

  /** Somebody has the cookie and not the key: the operator wants to know (R39). */
  async function recordMisuse(session: SignedIn, member: StaffMember, now: Date): Promise<void> {
    await transaction(db, (tx) =>
      appendAudit(tx, {
        at: now,
        kind: 'staff.session-misused',
        subjects: { staff: member.number, staffSession: session.id },
      }),
    );
  }
}

/** Browsers name the origin with every write, and with reads of another origin (Fetch standard, 3.2). */
function isOfOrigin({ method, origin }: StaffRequest, own: string): boolean {
  return origin === own || (method === 'GET' && origin === '');
}

function signatureOf(request: StaffRequest, session: SignedIn, now: Date): 'right' | 'late' | 'wrong' {
  const created = createdIn(request.signatureInput);
  const signature = signatureIn(request.signature);
  if (created === undefined || signature === undefined) return 'wrong';
  const base = signatureBase({ ...request, created });
  if (!isSignedBySession(session.sessionKey, base, signature)) return 'wrong';
  return Math.abs(now.getTime() / 1_000 - created) <= SIGNATURE_AGE_MAX ? 'right' : 'late';
}
