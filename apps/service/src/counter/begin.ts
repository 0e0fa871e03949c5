import { COUNTER_ROUTES, type Refusal, toBase64Url } from '@kaijo/contract';
import { answer, defineCommand, type Endpoint, refuse } from '../http/index.ts';
import { record, refuseAndRecord } from './audit.ts';
import type { CounterDependencies } from './dependencies.ts';
import { begun, sessionRefusal } from './rules.ts';
import { findCounterSession, lockReset, writeReset } from './storage.ts';

const NONCE_BYTES = 32;
const UNKNOWN: Refusal = { problem: 'challenge-expired' };

/** An attempt at one PIN: a fresh nonce and a fresh channel; also the way on after a torn card (R33). */
export function beginEndpoint({ random, cardManagement }: CounterDependencies): Endpoint {
  return defineCommand(COUNTER_ROUTES.beginReset, {
    decide: async ({ tx, now, path: { id }, caller, body: { pin } }) => {
      const session = await findCounterSession(tx, { id, clerk: caller.member });
      const reset = session && (await lockReset(tx, { session: id, pin }));
      if (session === undefined || reset === undefined) return refuse(UNKNOWN);
      const step = { session, step: 'beginning', pin, now } as const;
      const refusal = sessionRefusal(session, now);
      if (refusal !== undefined) return refuseAndRecord(tx, step, refusal);
      const { channel, commands } = cardManagement.open();
      const decision = begun(reset, { nonce: random(NONCE_BYTES), channel });
      if (decision.kind === 'refuse') return refuseAndRecord(tx, step, decision.refusal);
      await writeReset(tx, decision.to);
      const resumed = reset.state === 'authorised' || reset.state === 'attesting';
      await record(tx, { session, now, kind: 'reset-begun', data: { targetPin: pin, resumed } });
      return answer(201, { nonce: toBase64Url(decision.to.nonce), commands: commands.map(toBase64Url) });
    },
  });
}
