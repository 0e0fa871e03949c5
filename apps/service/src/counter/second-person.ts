import { COUNTER_ROUTES, type Refusal } from '@kaijo/contract';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { record } from './audit.ts';
import type { CounterDependencies } from './dependencies.ts';
import { confirmCounterSession, findCounterSession } from './storage.ts';
import { wireSession } from './wire.ts';

const UNKNOWN: Refusal = { problem: 'challenge-expired' };
const NOT_AUTHORISED: Refusal = { problem: 'not-authorised' };

/** R35: where the operator asks for it, another staff member confirms with the own passkey, at the clerk's screen. */
export function secondPersonEndpoints({
  db,
  clock,
  confirmations,
}: CounterDependencies): readonly Endpoint[] {
  return [
    defineCommand(COUNTER_ROUTES.beginSecondPerson, {
      prepare: async () => ready(await confirmations.prepare()),
      decide: async ({ tx, now, path: { id }, caller, prepared: options }) => {
        const session = await findCounterSession(tx, { id, clerk: caller.member });
        if (session === undefined || now >= session.authoriseUntil) return refuse(UNKNOWN);
        return answer(201, await confirmations.begin(tx, { subject: session.id, options, now }));
      },
    }),
    defineCommand(COUNTER_ROUTES.confirmSecondPerson, {
      prepare: async ({ path: { id }, caller, body }) => {
        const session = await findCounterSession(db, { id, clerk: caller.member });
        if (session === undefined) return refuse(UNKNOWN);
        const checked = await confirmations.check({ ...body, now: clock.now() });
        return checked === undefined ? refuse(NOT_AUTHORISED) : ready(checked);
      },
      decide: async ({ tx, now, path: { id }, caller, prepared: checked }) => {
        const session = await findCounterSession(tx, { id, clerk: caller.member });
        if (session === undefined || now >= session.authoriseUntil) return refuse(UNKNOWN);
        const second = await confirmations.confirm(tx, { checked, subject: id, first: session.clerk, now });
        if (second.kind === 'refuse') {
          const { problem, reason } = second.refusal;
          await record(tx, { session, now, kind: 'confirmation-refused', data: { problem, reason } });
          return second;
        }
        await confirmCounterSession(tx, id);
        await record(tx, { session, now, kind: 'confirmed', data: { by: second.by } });
        return answer(200, await wireSession(tx, { ...session, secondPerson: 'confirmed' }));
      },
    }),
  ];
}
