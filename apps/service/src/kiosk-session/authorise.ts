import {
  type AuthoriseRequest,
  kioskMessage,
  provingPinFor,
  type Refusal,
  ROUTES,
  toBase64Url,
} from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { type Examined, examineCard } from '../card-management/index.ts';
import type { Card } from '../certificates/index.ts';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { authoriseReservation, seeReservation } from '../reservation/index.ts';
import { refuseAndRecord } from './audit-refusal.ts';
import { decodeAll } from './decode.ts';
import type { KioskSessionDependencies } from './dependencies.ts';
import type { HeldKioskSession } from './record.ts';
import { authorised, mayBeAuthorised } from './rules.ts';
import { kioskStanding } from './standing.ts';
import { findKioskSession, lockKioskSession, writeKioskSession } from './storage.ts';

const CHALLENGE_EXPIRED: Refusal = { problem: 'challenge-expired' };

/** `POST /v1/kiosk/sessions/{id}/authorise` (protocol.md, Kiosk, 3) */
export function authoriseEndpoint({
  db,
  clock,
  certificates,
  cardManagement,
}: KioskSessionDependencies): Endpoint {
  return defineCommand(ROUTES.authoriseReset, {
    prepare: async ({ path, body, caller }) => {
      const session = await findKioskSession(db, { id: path.id, kiosk: caller.kiosk });
      if (session === undefined || !mayBeAuthorised(session)) return refuse(CHALLENGE_EXPIRED);
      // R2
      const proving = provingPinFor(session.targetPin);
      if (body.credential.kind !== proving)
        return refuse(invalidField('credential.kind', `must be ${proving} for this session`));
      const decoded = decodeAll(body);
      if (decoded === undefined) return refuse(invalidField('responses', 'or signature is not base64url'));
      return ready(await examine(session, body, decoded));
    },

    decide: async ({ tx, now, path, caller: { kiosk }, prepared: examined }) => {
      const session = await lockKioskSession(tx, { id: path.id, kiosk });
      if (session === undefined) return refuse(CHALLENGE_EXPIRED);
      const { id: kioskSession, reservation: id, cardRef } = session;
      const step = { step: 'authorisation', kiosk, kioskSession, reservation: id, cardRef, now } as const;
      if (examined.kind === 'refuse')
        return refuseAndRecord(tx, { ...step, statusWord: examined.statusWord }, examined.refusal);

      const { channel, commands, card } = examined;
      const decision = authorised(session, channel);
      if (decision.kind === 'refuse') return refuseAndRecord(tx, step, decision.refusal);
      const seen = await seeReservation(tx, { id }, now);
      const here = { kiosk, generation: card.generation, reservation: seen?.present, now };
      const standing = await kioskStanding(tx, here);
      if (standing.kind === 'refuse') return refuseAndRecord(tx, step, standing.refusal);

      const held = await authoriseReservation(tx, { id, seen, by: { session: kioskSession, kiosk }, now });
      if (held.kind === 'refuse') return refuseAndRecord(tx, step, held.refusal);
      await writeKioskSession(tx, decision.to);
      await appendAudit(tx, {
        at: now,
        kind: 'kiosk-session.authorised',
        subjects: { card: cardRef, reservation: id, kioskSession, kiosk },
        data: { targetPin: session.targetPin, finishBy: held.reservation.finishBy.toISOString() },
      });
      return answer(200, { commands: commands.map(toBase64Url) });
    },
  });

  /** R29: the holder's proof, and the card at the other end of the channel, are the reserved card's. */
  async function examine(
    session: HeldKioskSession,
    { credential }: AuthoriseRequest,
    { signature, responses }: NonNullable<ReturnType<typeof decodeAll>>,
  ): Promise<Examined<Card>> {
    const { id, nonce, targetPin, channel } = session;
    const message = kioskMessage({ nonce, session: id, targetPin });
    const signed = await certificates.checkSigned({ credential, message, signature }, clock.now());
    if (signed.kind === 'refuse') return signed;
    const { card } = signed;
    return examineCard(cardManagement, { card, cardRef: session.cardRef, channel, responses, targetPin });
  }
}
