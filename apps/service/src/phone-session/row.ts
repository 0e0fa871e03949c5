import type { Selectable, Updateable } from 'kysely';
import type { PhoneSession } from './record.ts';
import type { PhoneSessionTable } from './tables.ts';

type Row = Selectable<PhoneSessionTable>;

/** @throws Error for a row that no rule has written */
export function phoneSessionOf(row: Row): PhoneSession {
  const begun = {
    id: row.id,
    tokenDigest: row.token_digest,
    nonce: row.nonce,
    targetPin: row.target_pin,
    appRef: row.app_ref,
    expiresAt: row.expires_at,
    ...(row.terms !== null && { terms: row.terms }),
  };
  if (row.state !== 'face') return { ...begun, state: row.state };
  return { ...begun, state: row.state, card: cardOf(row), ...challengeOf(row) };
}

/** Everything in a row that a change may have touched; what a session no longer needs is gone from it. */
export function changingColumns(session: PhoneSession): Updateable<PhoneSessionTable> {
  const card = session.state === 'face' ? session.card : undefined;
  const challenge = session.state === 'face' ? session.challenge : undefined;
  return {
    state: session.state,
    card_ref: card?.cardRef ?? null,
    message_digest: card?.messageDigest ?? null,
    card_face_digest: card?.cardFaceDigest ?? null,
    challenge_id: challenge?.id ?? null,
    challenge_steps: challenge === undefined ? null : JSON.stringify(challenge.steps),
    challenge_expires_at: challenge?.expiresAt ?? null,
  };
}

function cardOf({ id, card_ref, message_digest, card_face_digest }: Row) {
  if (card_ref === null || message_digest === null || card_face_digest === null)
    throw new Error(`phone session ${id} has no card`);
  return { cardRef: card_ref, messageDigest: message_digest, cardFaceDigest: card_face_digest };
}

function challengeOf({ challenge_id: id, challenge_steps: steps, challenge_expires_at: expiresAt }: Row) {
  return id === null || steps === null || expiresAt === null
    ? undefined
    : { challenge: { id, steps, expiresAt } };
}
