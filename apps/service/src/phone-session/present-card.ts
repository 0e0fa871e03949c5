import { ROUTES } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Card } from '../certificates/index.ts';
import type { Transaction } from '../database/index.ts';
import { FACE_CHECK_NOT_INSTALLED, type FaceCheck } from '../face/index.ts';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { randomUuid } from '../random.ts';
import { makeReservation, wireReservation } from '../reservation/index.ts';
import { refuseAndRecord } from './audit-refusal.ts';
import { type CardMessage, readCardMessage } from './card-message.ts';
import { checkCard } from './check-card.ts';
import type { PhoneSessionDependencies } from './dependencies.ts';
import { findOwnSession, NOT_AUTHORISED } from './own-session.ts';
import type { PhoneSession } from './record.ts';
import { askForFace, finish, LIVENESS_CHALLENGE_MS, refusesCard } from './rules.ts';
import { phoneStanding } from './standing.ts';
import { lockPhoneSession, writePhoneSession } from './storage.ts';
import { tooOften } from './too-often.ts';

/** What is decided on: the session as it is locked, and what its card message has proven. */
interface Proof {
  readonly tx: Transaction;
  readonly now: Date;
  readonly session: PhoneSession;
  readonly message: CardMessage;
  readonly card: Card;
}

/** `POST /v1/phone/sessions/{id}/card` (protocol.md, Phone, 2) */
export function presentCardEndpoint(of: PhoneSessionDependencies): Endpoint {
  const { db, clock, random, faceCheck, limits } = of;

  return defineCommand(ROUTES.presentCard, {
    prepare: async ({ path, body, caller }) => {
      const session = await findOwnSession(db, path.id, caller);
      if (session === undefined) return refuse(NOT_AUTHORISED);
      const message = readCardMessage(session, body);
      if (message.kind === 'refuse') return message;
      const refusal = refusesCard(session, message.digest, clock.now());
      if (refusal !== undefined) return refuse(refusal);
      const check = await checkCard(of, message);
      // By a card that has proven itself only: nobody uses up what is another card's.
      const refused = check.kind === 'proven' ? tooOften(limits?.card, check.card.ref) : undefined;
      return refused ?? ready({ message, check });
    },

    decide: async ({ tx, now, path, prepared: { message, check } }) => {
      const session = await lockPhoneSession(tx, path.id);
      if (session === undefined) return refuse(NOT_AUTHORISED);
      const cardRef = check.card?.ref;
      const record = { session, step: 'card', cardRef, now } as const;
      if (check.kind === 'refuse') return refuseAndRecord(tx, { ...record, refusal: check.refusal });
      const { card } = check;

      const used = refusesCard(session, message.digest, now);
      if (used !== undefined) return refuse(used);
      const subjects = { appRef: session.appRef, cardRef: card.ref, generation: card.generation };
      const standing = await phoneStanding(tx, subjects, now);
      if (standing.kind === 'refuse') return refuseAndRecord(tx, { ...record, refusal: standing.refusal });

      const proof = { tx, now, session, message, card };
      if (session.targetPin === 'auth') return reserve(proof);
      return faceCheck === undefined
        ? refuse(FACE_CHECK_NOT_INSTALLED)
        : ask(proof, faceCheck, standing.triesLeft);
    },
  });

  /** R4: the auth PIN's reservation needs no face check. */
  async function reserve({ tx, now, session, card }: Proof) {
    const finished = finish(session, 'new');
    if (finished.kind === 'refuse') return finished;
    const { appRef, id: phoneSession, targetPin } = session;
    const made = await makeReservation(tx, {
      cardRef: card.ref,
      appRef,
      phoneSession,
      targetPin,
      now,
      random,
    });
    if (made.kind === 'refuse')
      return refuseAndRecord(tx, { session, step: 'card', cardRef: card.ref, now, refusal: made.refusal });
    await writePhoneSession(tx, finished.to);
    return answer(201, {
      reservation: await wireReservation(tx, made.reservation, now),
      token: made.token,
    });
  }

  /** R3: the card has proven itself, now the face. */
  async function ask({ tx, now, session, message, card }: Proof, check: FaceCheck, triesLeft: number) {
    if (message.cardFace === undefined)
      throw new Error('a sign PIN’s message was read without its card face');
    const challenge = {
      id: randomUuid(random),
      steps: check.drawChallenge(random).steps,
      expiresAt: new Date(now.getTime() + LIVENESS_CHALLENGE_MS),
    };
    const proven = {
      cardRef: card.ref,
      messageDigest: message.digest,
      cardFaceDigest: message.cardFace.digest,
    };
    const asked = askForFace(session, proven, challenge, now);
    if (asked.kind === 'refuse') return asked;
    await writePhoneSession(tx, asked.to);
    await appendAudit(tx, {
      at: now,
      kind: 'phone-session.card-proven',
      subjects: { phoneSession: session.id, app: session.appRef, card: card.ref },
      data: { targetPin: session.targetPin },
    });
    const { id, steps, expiresAt } = challenge;
    return answer(200, {
      liveness: { challenge: id, steps: [...steps], expiresAt: expiresAt.toISOString() },
      triesLeft,
    });
  }
}
