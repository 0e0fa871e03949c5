import type { StaffRole, StaffSession, StaffMember as WireMember } from '@kaijo/contract';
import type { SignedIn, StaffMember } from './record.ts';
import { endsOf } from './rules.ts';

export function wireMember({ id, number, role, since, suspendedAt, hasPasskey }: StaffMember): WireMember {
  const state = suspendedAt ? 'suspended' : hasPasskey ? 'active' : 'invited';
  return { id, number, role, state, since: since.toISOString() };
}

export function wireSession(
  { number, role }: { readonly number: string; readonly role: StaffRole },
  session: Pick<SignedIn, 'startedAt' | 'seenAt'>,
  now: Date,
): StaffSession {
  const { idleUntil, endsAt } = endsOf(session);
  return {
    number,
    role,
    idleUntil: idleUntil.toISOString(),
    endsAt: endsAt.toISOString(),
    now: now.toISOString(),
  };
}
