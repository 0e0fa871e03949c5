import { COUNTER_ROUTES, fromBase64Url, type Refusal, toBase64Url } from '@kaijo/contract';
import { type Examined, examineCard } from '../card-management/index.ts';
import type { Card } from '../certificates/index.ts';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { record, refuseAndRecord } from './audit.ts';
import { bytesOf, RESPONSES_UNREADABLE } from './bytes.ts';
import type { CounterDependencies } from './dependencies.ts';
import { authorised, provenByKey, sessionRefusal } from './rules.ts';
import { stopRefusal } from './standing.ts';
import { findCounterSession, findReset, lockReset, writeReset } from './storage.ts';

const UNKNOWN: Refusal = { problem: 'challenge-expired' };

/**
 * The decision to initialise one PIN (R34). No proving PIN is known: the card at the other end proves by its cryptogram
 * that it is the one whose certificate staff have had read, and that the channel is with the PIN's application; that it is
 * this person's card is what the clerk, and where it is asked for a second person, stand for (docs/decisions/0021).
 */
export function authoriseEndpoint(of: CounterDependencies): Endpoint {
  const { db, clock, certificates, cardManagement } = of;
  return defineCommand(COUNTER_ROUTES.authoriseCounterReset, {
    prepare: async ({ path: { id }, caller, body }) => {
      const session = await findCounterSession(db, { id, clerk: caller.member });
      const reset = session && (await findReset(db, { session: id, pin: body.pin }));
      if (reset?.state !== 'begun') return refuse(UNKNOWN);
      const responses = bytesOf(body.responses);
      const certificate = fromBase64Url(body.authCertificate);
      if (responses === undefined || certificate === undefined) return refuse(RESPONSES_UNREADABLE);
      return ready({
        channel: reset.channel,
        examined: await examine({
          ...body,
          responses,
          certificate,
          channel: reset.channel,
          cardRef: session?.cardRef,
        }),
      });
    },

    decide: async ({ tx, now, path: { id }, caller, body: { pin }, prepared }) => {
      const session = await findCounterSession(tx, { id, clerk: caller.member });
      const reset = session && (await lockReset(tx, { session: id, pin }));
      if (session === undefined || reset === undefined) return refuse(UNKNOWN);
      const step = { session, step: 'authorisation', pin, now } as const;
      const { examined } = prepared;
      if (examined.kind === 'refuse')
        return refuseAndRecord(tx, { ...step, statusWord: examined.statusWord }, examined.refusal);
      // Another attempt has begun meanwhile: these answers are not to its challenge.
      const isSame = reset.state === 'begun' && Buffer.compare(reset.channel, prepared.channel) === 0;
      const refusal = isSame
        ? (sessionRefusal(session, now) ?? (await stopRefusal(tx, examined.card.generation)))
        : UNKNOWN;
      if (refusal !== undefined) return refuseAndRecord(tx, step, refusal);

      const attestation = provenByKey(pin) ? undefined : cardManagement.open();
      const decision = authorised(reset, {
        channel: examined.channel,
        ...(attestation && { attestation: attestation.channel }),
      });
      if (decision.kind === 'refuse') return refuseAndRecord(tx, step, decision.refusal);
      await writeReset(tx, decision.to);
      const { identifiedBy, secondPerson } = session;
      await record(tx, {
        session,
        now,
        kind: 'authorised',
        data: { targetPin: pin, identifiedBy, secondPerson },
      });
      return answer(200, {
        commands: examined.commands.map(toBase64Url),
        ...(attestation && { attestation: attestation.commands.map(toBase64Url) }),
      });
    },
  });

  async function examine(body: {
    readonly pin: Parameters<typeof provenByKey>[0];
    readonly certificate: Uint8Array;
    readonly responses: readonly Uint8Array[];
    readonly channel: Uint8Array;
    readonly cardRef: string | undefined;
  }): Promise<Examined<Card>> {
    const { pin, certificate, responses, channel, cardRef } = body;
    const checked = await certificates.checkOf(certificate, provenByKey(pin) ? [pin] : [], clock.now());
    if (checked.kind === 'refuse') return checked;
    const { card } = checked;
    return examineCard(cardManagement, { card, cardRef, channel, responses, targetPin: pin });
  }
}
