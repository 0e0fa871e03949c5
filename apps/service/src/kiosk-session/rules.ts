import type { Refusal } from '@kaijo/contract';
import type {
  AuthorisedKioskSession,
  CompletedKioskSession,
  HeldKioskSession,
  KioskSession,
} from './record.ts';

export type Decision<To extends KioskSession> =
  | { readonly kind: 'change'; readonly to: To }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** A session is authorised once; for another attempt the kiosk opens a new one with a fresh nonce. */
export function mayBeAuthorised(session: KioskSession): session is HeldKioskSession {
  return session.state === 'held';
}

/** The decision to initialise has been taken: `channel` is what the card's answers will be checked in. */
export function authorised(session: KioskSession, channel: Uint8Array): Decision<AuthorisedKioskSession> {
  if (!mayBeAuthorised(session)) return { kind: 'refuse', refusal: { problem: 'challenge-expired' } };
  return { kind: 'change', to: { ...session, state: 'authorised', channel } };
}

/** The card has proven the new PIN (R31): the session is over, and with it what its channel knew of the card. */
export function completed(
  session: KioskSession,
  receipt: string,
  now: Date,
): Decision<CompletedKioskSession> {
  if (session.state !== 'authorised') return { kind: 'refuse', refusal: { problem: 'challenge-expired' } };
  const { channel: _, ...rest } = session;
  return {
    kind: 'change',
    to: { ...rest, state: 'completed', receipt, completedAt: now },
  };
}
