import type { StaffInvited, StaffRole } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Transaction } from '../database/index.ts';
import { type Random, randomUuid } from '../random.ts';
import { issueInvite } from './invites.ts';
import { admitMember } from './members.ts';
import { revokePasskeys } from './passkeys.ts';
import { endSessionsOf } from './sessions.ts';
import { wireMember } from './wire.ts';

/**
 * Invites a new member, or one whose passkey was lost: what the member had is worth nothing from this moment on (R35),
 * for it may be in somebody else's hands.
 */
export async function admitStaff(
  tx: Transaction,
  of: {
    readonly number: string;
    readonly role: StaffRole;
    readonly by: string;
    readonly now: Date;
    readonly random: Random;
  },
): Promise<StaffInvited> {
  const { number, role, by, now, random } = of;
  const member = await admitMember(tx, { id: randomUuid(random), number, role, by, now });
  const revoked = await revokePasskeys(tx, member.id, now);
  await endSessionsOf(tx, member.id, now);
  const { code, expiresAt } = await issueInvite(tx, { member: member.id, now, random });
  await appendAudit(tx, {
    at: now,
    kind: 'staff.invited',
    subjects: { staff: by, member: number },
    data: { role, passkeysRevoked: revoked },
  });
  return {
    member: wireMember({ ...member, hasPasskey: false }),
    code,
    expiresAt: expiresAt.toISOString(),
  };
}
