import { COUNTER_ROUTES, type Refusal, toBase64Url } from '@kaijo/contract';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { refuseAndRecord } from './audit.ts';
import { bytesOf, RESPONSES_UNREADABLE } from './bytes.ts';
import type { CounterDependencies } from './dependencies.ts';
import { attesting } from './rules.ts';
import { findCounterSession, findReset, lockReset, writeReset } from './storage.ts';

const UNKNOWN: Refusal = { problem: 'challenge-expired' };

/**
 * Support and resident PIN: no key is behind them that could sign (R31). The answers to the reset show that the card has
 * initialised the PIN; a second channel to the same card will say whether the new value is set.
 */
export function attestEndpoint({ db, cardManagement }: CounterDependencies): Endpoint {
  return defineCommand(COUNTER_ROUTES.attestCounterReset, {
    prepare: async ({ path: { id }, caller, body }) => {
      const session = await findCounterSession(db, { id, clerk: caller.member });
      const reset = session && (await findReset(db, { session: id, pin: body.pin }));
      if (reset?.state !== 'authorised' || reset.attestation === undefined) return refuse(UNKNOWN);
      const responses = bytesOf(body.responses);
      const opening = bytesOf(body.opening);
      if (responses === undefined || opening === undefined) return refuse(RESPONSES_UNREADABLE);
      const { pin } = body;
      const { channel } = reset;
      const done = await cardManagement.verify({ channel, responses, targetPin: pin });
      if (done.kind === 'refused') return ready({ channel, outcome: done });
      // The card that has answered in the first channel, and no other one.
      const managementId = cardManagement.cardOf(channel);
      const outcome = await cardManagement.attest({
        channel: reset.attestation,
        responses: opening,
        pin,
        managementId,
      });
      return ready({ channel, outcome });
    },
    decide: async ({ tx, now, path: { id }, caller, body: { pin }, prepared }) => {
      const session = await findCounterSession(tx, { id, clerk: caller.member });
      const reset = session && (await lockReset(tx, { session: id, pin }));
      if (session === undefined || reset === undefined) return refuse(UNKNOWN);
      const step = { session, step: 'attestation', pin, now } as const;
      const { outcome } = prepared;
      if (outcome.kind === 'another-card')
        return refuseAndRecord(tx, step, { problem: 'card-mismatch', reason: 'another-chip' });
      if (outcome.kind === 'refused') {
        const { reason, statusWord } = outcome;
        return refuseAndRecord(tx, { ...step, statusWord }, { problem: 'card-refused', reason });
      }
      const isSame = reset.state === 'authorised' && Buffer.compare(reset.channel, prepared.channel) === 0;
      const decision = isSame
        ? attesting(reset, outcome.channel)
        : ({ kind: 'refuse', refusal: UNKNOWN } as const);
      if (decision.kind === 'refuse') return refuseAndRecord(tx, step, decision.refusal);
      await writeReset(tx, decision.to);
      return answer(200, { commands: outcome.commands.map(toBase64Url) });
    },
  });
}
