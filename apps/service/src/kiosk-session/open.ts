import { fromBase64Url, ROUTES, type Settings, toBase64Url } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Transaction } from '../database/index.ts';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { currentWindows } from '../maintenance/index.ts';
import { kioskOpening, mayAuthorise } from '../opening/index.ts';
import { randomUuid } from '../random.ts';
import { finishByFor, holdReservation, type LiveReservation, seeReservation } from '../reservation/index.ts';
import { refuseAndRecord } from './audit-refusal.ts';
import type { KioskSessionDependencies } from './dependencies.ts';
import type { HeldKioskSession } from './record.ts';
import { kioskStanding } from './standing.ts';
import { insertKioskSession } from './storage.ts';

const NONCE_BYTES = 32;

/** `POST /v1/kiosk/sessions` (protocol.md, Kiosk, 1) */
export function openEndpoint({
  db,
  clock,
  random,
  certificates,
  cardManagement,
}: KioskSessionDependencies): Endpoint {
  return defineCommand(ROUTES.createKioskSession, {
    prepare: async ({ body, caller: { kiosk } }) => {
      const certificate = fromBase64Url(body.authCertificate);
      if (certificate === undefined) return refuse(invalidField('authCertificate', 'is not base64url'));
      const now = clock.now();
      // R24: at night not even a torn card could be begun; nobody is asked for it.
      if (!mayAuthorise({ now, kiosk, last: { kiosk, at: now } })) return refuse(await outsideHours(now));
      return ready(await certificates.check(certificate, now));
    },

    decide: async ({ tx, now, caller: { kiosk }, prepared: checked }) => {
      const step = { step: 'opening', kiosk, now } as const;
      if (checked.kind === 'refuse') return refuseAndRecord(tx, step, checked.refusal);
      const { ref: cardRef, generation } = checked.card;
      const seen = await seeReservation(tx, { cardRef }, now);
      const standing = await kioskStanding(tx, { kiosk, generation, reservation: seen?.present, now });
      if (standing.kind === 'refuse') return refuseAndRecord(tx, { ...step, cardRef }, standing.refusal);

      const id = randomUuid(random);
      const held = await holdReservation(tx, { cardRef, seen, by: { session: id, kiosk }, now });
      if (held.kind === 'refuse') return refuseAndRecord(tx, { ...step, cardRef }, held.refusal);
      return open(tx, { id, kiosk, held: held.reservation, settings: standing.settings, now });
    },
  });

  async function outsideHours(now: Date) {
    const { changesAt } = kioskOpening(now, await currentWindows(db, now));
    return { problem: 'outside-hours', until: changesAt.toISOString() } as const;
  }

  async function open(
    tx: Transaction,
    of: {
      readonly id: string;
      readonly kiosk: string;
      readonly held: LiveReservation;
      readonly settings: Settings;
      readonly now: Date;
    },
  ) {
    const { id, kiosk, held, settings, now } = of;
    const { channel, commands } = cardManagement.open();
    const heldUntil = held.hold?.until ?? now;
    const session: HeldKioskSession = {
      id,
      kiosk,
      reservation: held.id,
      cardRef: held.cardRef,
      targetPin: held.targetPin,
      nonce: random(NONCE_BYTES),
      openedAt: now,
      heldUntil,
      state: 'held',
      channel,
    };
    await insertKioskSession(tx, session);
    const resumed = held.state === 'initialising';
    await appendAudit(tx, {
      at: now,
      kind: 'kiosk-session.opened',
      subjects: { card: held.cardRef, reservation: held.id, kioskSession: id, kiosk },
      data: { targetPin: held.targetPin, resumed },
    });
    const finishBy = held.state === 'initialising' ? held.finishBy : finishByFor(now);
    return answer(201, {
      session: id,
      targetPin: held.targetPin,
      nonce: toBase64Url(session.nonce),
      commands: commands.map(toBase64Url),
      steps: ['prove' as const, 'new-pin' as const, 'write' as const],
      reservedUntil: (resumed ? finishBy : held.expiresAt).toISOString(),
      finishBy: finishBy.toISOString(),
      heldUntil: heldUntil.toISOString(),
      resumed,
      newPinPolicy: settings.newPinPolicy,
    });
  }
}
