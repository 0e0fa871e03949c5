import type { Refusal, StaffRole } from '@kaijo/contract';
import type { Invite, SignedIn, StaffMember } from './record.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** R35: a screen that is left alone is signed out, and no session lasts longer than a working day. */
export const SESSION_IDLE_MS = 15 * MINUTE;
export const SESSION_MS = 10 * HOUR;
/** A code is handed over by a colleague the same day. */
export const INVITE_MS = 24 * HOUR;
/** From the question to the touch of the key. */
export const CEREMONY_MS = 5 * MINUTE;
/** How exactly the last request is remembered: less often than every request writes. */
export const SEEN_AGAIN_MS = 30 * SECOND;

/** When a session ends by itself. */
export function endsOf({ startedAt, seenAt }: Pick<SignedIn, 'startedAt' | 'seenAt'>): {
  readonly idleUntil: Date;
  readonly endsAt: Date;
} {
  const endsAt = new Date(startedAt.getTime() + SESSION_MS);
  const idleUntil = new Date(Math.min(seenAt.getTime() + SESSION_IDLE_MS, endsAt.getTime()));
  return { idleUntil, endsAt };
}

/** R35: at the very moment of its end a session is over. */
export function isLive(session: SignedIn, now: Date): boolean {
  const { idleUntil, endsAt } = endsOf(session);
  return session.endedAt === undefined && now < idleUntil && now < endsAt && session.startedAt <= now;
}

/** May this member sign in, and stay signed in? */
export function mayAct({ suspendedAt }: Pick<StaffMember, 'suspendedAt'>): boolean {
  return suspendedAt === undefined;
}

/** A code works once and for a day. */
export function isOpen({ expiresAt, usedAt }: Invite, now: Date): boolean {
  return usedAt === undefined && now < expiresAt;
}

/** R35: one person cannot reset a card alone where the operator asks for a second. */
export function secondPersonRefusal(of: {
  readonly first: string;
  readonly second: Pick<StaffMember, 'id' | 'role'>;
}): Refusal | undefined {
  const { first, second } = of;
  if (first === second.id) return { problem: 'not-permitted', reason: 'same-person' };
  return CONFIRMING.includes(second.role) ? undefined : { problem: 'not-permitted', reason: 'role' };
}

const CONFIRMING: readonly StaffRole[] = ['clerk', 'operator'];
