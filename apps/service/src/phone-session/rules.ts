import type { Refusal } from '@kaijo/contract';
import { equalBytes } from '@kaijo/iso7816';
import type {
  FacePhoneSession,
  LivenessChallenge,
  PhoneSession,
  ProvenCard,
  UsedPhoneSession,
} from './record.ts';

/** protocol.md, Phone: from the first message on. */
export const PHONE_SESSION_MS = 10 * 60_000;
/** protocol.md, Liveness. */
export const LIVENESS_CHALLENGE_MS = 60_000;

export type Decision<To extends PhoneSession> =
  | { readonly kind: 'change'; readonly to: To }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/**
 * May the card message be looked at? Once in a session: its nonce is used up by the first message that succeeds. The
 * very same message may come again while the face check is open, to draw another challenge; it proves nothing new.
 */
export function refusesCard(
  session: PhoneSession,
  messageDigest: Uint8Array,
  now: Date,
): Refusal | undefined {
  if (isOver(session, now) || session.state === 'used') return TOO_LATE;
  const again = session.state === 'face' && equalBytes(session.card.messageDigest, messageDigest);
  return session.state === 'new' || again ? undefined : TOO_LATE;
}

/** Sign PIN: the card has proven itself, and this challenge is to be answered next. An older one is void. */
export function askForFace(
  session: PhoneSession,
  card: ProvenCard,
  challenge: LivenessChallenge,
  now: Date,
): Decision<FacePhoneSession> {
  const refusal = refusesCard(session, card.messageDigest, now);
  if (refusal !== undefined) return { kind: 'refuse', refusal };
  return {
    kind: 'change',
    to: { ...begun(session), state: 'face', card, challenge },
  };
}

/** Takes the challenge before anything is judged, so that it is answered once even by two calls at once. */
export function takeChallenge(
  session: PhoneSession,
  answer: { readonly challenge: string; readonly cardFaceDigest: Uint8Array },
  now: Date,
): Decision<FacePhoneSession> {
  if (isOver(session, now) || session.state !== 'face') return { kind: 'refuse', refusal: TOO_LATE };
  const { challenge, ...rest } = session;
  if (challenge?.id !== answer.challenge || now >= challenge.expiresAt)
    return { kind: 'refuse', refusal: TOO_LATE };
  if (!equalBytes(session.card.cardFaceDigest, answer.cardFaceDigest))
    return { kind: 'refuse', refusal: { problem: 'card-mismatch', reason: 'another-card-face' } };
  return { kind: 'change', to: { ...rest } };
}

/** Nothing was judged (the queue was full): the same challenge may still be answered, unless a newer one was drawn. */
export function returnChallenge(
  session: PhoneSession,
  challenge: LivenessChallenge,
): FacePhoneSession | undefined {
  return session.state === 'face' && session.challenge === undefined ? { ...session, challenge } : undefined;
}

/**
 * The phone's step has succeeded: the session makes its one reservation. `from` is the state that led here: the card
 * alone for the auth PIN (R4), the face check for the sign PIN (R3). A face that was being judged when the session's
 * time ended still counts.
 */
export function finish(session: PhoneSession, from: 'new' | 'face'): Decision<UsedPhoneSession> {
  if (session.state !== from) return { kind: 'refuse', refusal: TOO_LATE };
  return { kind: 'change', to: { ...begun(session), state: 'used' } };
}

const TOO_LATE: Refusal = { problem: 'challenge-expired' };

function isOver(session: PhoneSession, now: Date): boolean {
  return now >= session.expiresAt;
}

function begun(session: PhoneSession) {
  const { id, tokenDigest, nonce, targetPin, appRef, terms, expiresAt } = session;
  return { id, tokenDigest, nonce, targetPin, appRef, expiresAt, ...(terms !== undefined && { terms }) };
}
