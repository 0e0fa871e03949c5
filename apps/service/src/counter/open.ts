import { COUNTER_ROUTES, fromBase64Url, type Refusal } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { answer, defineCommand, defineQuery, type Endpoint, ready, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { randomUuid } from '../random.ts';
import { currentSettings } from '../settings/index.ts';
import { record } from './audit.ts';
import type { CounterDependencies } from './dependencies.ts';
import type { CounterSession } from './record.ts';
import { IDENTIFIED_MS, provenByKey } from './rules.ts';
import { maintenanceRefusal, stopRefusal } from './standing.ts';
import { findCounterSession, insertCounterSession } from './storage.ts';
import { wireSession } from './wire.ts';

const UNKNOWN: Refusal = { problem: 'challenge-expired' };

/** R34, R35: staff have checked the person; the directory knows the card; nothing is authorised yet. */
export function openEndpoints({ db, clock, random, certificates }: CounterDependencies): readonly Endpoint[] {
  return [
    defineCommand(COUNTER_ROUTES.openCounterSession, {
      prepare: async ({ body }) => {
        const certificate = fromBase64Url(body.authCertificate);
        if (certificate === undefined)
          return refuse(invalidField('body/authCertificate', 'is not base64url'));
        // R5: the certificate behind a PIN that is reset must be usable; the others do not matter here.
        const wanted = body.pins.filter(provenByKey);
        return ready(await certificates.checkOf(certificate, wanted, clock.now()));
      },
      decide: async ({ tx, now, caller, body, prepared: checked }) => {
        const { pins, identifiedBy } = body;
        const recorded = async (refusal: Refusal) => {
          await appendAudit(tx, {
            at: now,
            kind: 'counter-session.opening-refused',
            subjects: {
              staff: caller.number,
              ...(checked.kind === 'usable' && { card: checked.card.ref }),
            },
            data: { pins, identifiedBy, problem: refusal.problem, reason: refusal.reason },
          });
          return refuse(refusal);
        };
        if (checked.kind === 'refuse') return recorded(checked.refusal);
        const { ref: cardRef, generation } = checked.card;
        const refusal = (await maintenanceRefusal(tx, now)) ?? (await stopRefusal(tx, generation));
        if (refusal !== undefined) return recorded(refusal);

        const { counter } = await currentSettings(tx);
        const session: CounterSession = {
          id: randomUuid(random),
          clerk: caller.member,
          clerkNumber: caller.number,
          cardRef,
          identifiedBy,
          secondPerson: counter.secondPerson ? 'needed' : 'not-needed',
          openedAt: now,
          authoriseUntil: new Date(now.getTime() + IDENTIFIED_MS),
        };
        await insertCounterSession(tx, session, pins);
        const { secondPerson } = session;
        await record(tx, { session, now, kind: 'opened', data: { pins, identifiedBy, secondPerson } });
        return answer(201, await wireSession(tx, session));
      },
    }),
    defineQuery(COUNTER_ROUTES.showCounterSession, async ({ path: { id }, caller }) => {
      const session = await findCounterSession(db, { id, clerk: caller.member });
      return session === undefined ? refuse(UNKNOWN) : answer(200, await wireSession(db, session));
    }),
  ];
}
