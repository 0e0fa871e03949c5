import { type CompleteRequest, doneMessage, type Refusal, ROUTES } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { CardManagement } from '../card-management/index.ts';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { randomUuid } from '../random.ts';
import { completeReservation } from '../reservation/index.ts';
import { refuseAndRecord } from './audit-refusal.ts';
import { decodeAll } from './decode.ts';
import type { KioskSessionDependencies } from './dependencies.ts';
import type { AuthorisedKioskSession, CompletedKioskSession } from './record.ts';
import { completed } from './rules.ts';
import { findKioskSession, lockKioskSession, writeKioskSession } from './storage.ts';

const CHALLENGE_EXPIRED: Refusal = { problem: 'challenge-expired' };

type Examined =
  | { readonly kind: 'proven' }
  /** The session has its receipt; it is given again. */
  | { readonly kind: 'completed' }
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly statusWord?: string | undefined };

/**
 * `POST /v1/kiosk/sessions/{id}/complete` (protocol.md, Kiosk, 5)
 *
 * At any time: the card has already done it, and only the proof is missing. A refused message changes nothing, so that
 * the kiosk may send the right one afterwards.
 */
export function completeEndpoint({
  db,
  random,
  certificates,
  cardManagement,
}: KioskSessionDependencies): Endpoint {
  return defineCommand(ROUTES.completeReset, {
    prepare: async ({ path, body, caller }) => {
      const session = await findKioskSession(db, { id: path.id, kiosk: caller.kiosk });
      if (session === undefined || session.state === 'held') return refuse(CHALLENGE_EXPIRED);
      if (session.state === 'completed') return ready<Examined>({ kind: 'completed' });
      if (body.credential.kind !== session.targetPin)
        return refuse(invalidField('credential.kind', `must be ${session.targetPin} for this session`));
      const decoded = decodeAll(body);
      if (decoded === undefined) return refuse(invalidField('responses', 'or signature is not base64url'));
      return ready(await examine(session, body, decoded));
    },

    decide: async ({ tx, now, path, caller: { kiosk }, prepared: examined }) => {
      const session = await lockKioskSession(tx, { id: path.id, kiosk });
      if (session === undefined) return refuse(CHALLENGE_EXPIRED);
      if (session.state === 'completed') return answer(200, receiptOf(session));
      const { id: kioskSession, reservation: id, cardRef } = session;
      if (examined.kind === 'refuse') {
        const of = { step: 'completion', kiosk, kioskSession, reservation: id, cardRef, now } as const;
        return refuseAndRecord(tx, { ...of, statusWord: examined.statusWord }, examined.refusal);
      }
      const decision = completed(session, randomUuid(random), now);
      if (decision.kind === 'refuse') return decision;
      await writeKioskSession(tx, decision.to);
      const reservation = await completeReservation(tx, { id, by: { session: kioskSession, kiosk }, now });
      await appendAudit(tx, {
        at: now,
        kind: 'kiosk-session.completed',
        subjects: { card: cardRef, reservation: id, kioskSession, kiosk },
        data: {
          targetPin: session.targetPin,
          receipt: decision.to.receipt,
          reservation: reservation?.state,
        },
      });
      return answer(200, receiptOf(decision.to));
    },
  });

  /** R31: the card itself did what was authorised, and has signed with the key behind the new PIN. */
  async function examine(
    session: AuthorisedKioskSession,
    { credential }: CompleteRequest,
    { signature, responses }: NonNullable<ReturnType<typeof decodeAll>>,
  ): Promise<Examined> {
    const { id, nonce, targetPin, channel } = session;
    const done = await cardManagement.verify({ channel, responses, targetPin });
    if (done.kind === 'refused') return refusedByCard(done);
    const message = doneMessage({ nonce, session: id });
    const proven = await certificates.prove({ credential, message, signature });
    if (proven.kind === 'refuse') return proven;
    // Another card's signature is not the one that was asked for.
    return proven.card.ref === session.cardRef
      ? { kind: 'proven' }
      : { kind: 'refuse', refusal: { problem: 'signature-invalid' } };
  }
}

function refusedByCard(
  refused: Extract<Awaited<ReturnType<CardManagement['verify']>>, { kind: 'refused' }>,
): Examined {
  const { reason, statusWord } = refused;
  return { kind: 'refuse', refusal: { problem: 'card-refused', reason }, statusWord };
}

function receiptOf({ receipt, targetPin, completedAt }: CompletedKioskSession) {
  return { receipt, targetPin, completedAt: completedAt.toISOString() };
}
