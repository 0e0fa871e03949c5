import { fromBase64Url, type Refusal, STAFF_ROUTES } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import {
  answer,
  defineCommand,
  defineQuery,
  type Endpoint,
  issueToken,
  ready,
  refuse,
  staffCookie,
} from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { randomUuid } from '../random.ts';
import { assert, checkAssertion } from './assertion.ts';
import { insertCeremony } from './ceremonies.ts';
import type { StaffDependencies } from './dependencies.ts';
import { CEREMONY_MS } from './rules.ts';
import { isSessionKey } from './session-key.ts';
import { endSession, findSession, insertSession } from './sessions.ts';
import { assertionOptions } from './web-authn.ts';
import { wireSession } from './wire.ts';

const NOT_AUTHORISED: Refusal = { problem: 'not-authorised' };

/**
 * R35: signing in with a passkey. The browser names its key before it is asked for the passkey, so that the passkey's
 * answer is one for this key: nobody can exchange the key afterwards (docs/decisions/0020).
 */
export function signInEndpoints(of: StaffDependencies): readonly Endpoint[] {
  const { db, clock, random, origin } = of;
  return [
    defineCommand(STAFF_ROUTES.beginSignIn, {
      prepare: async ({ body }) => {
        const sessionKey = fromBase64Url(body.sessionKey);
        if (sessionKey === undefined || !isSessionKey(sessionKey)) return refuse(NO_SESSION_KEY);
        return ready({ sessionKey, options: await assertionOptions({ origin: origin() }, random) });
      },
      decide: async ({ tx, now, prepared: { sessionKey, options } }) => {
        const id = randomUuid(random);
        await insertCeremony(tx, {
          id,
          purpose: { kind: 'sign-in', sessionKey },
          challenge: options.challenge,
          expiresAt: new Date(now.getTime() + CEREMONY_MS),
        });
        return answer(201, { ceremony: id, options: { ...options } });
      },
    }),
    defineCommand(STAFF_ROUTES.finishSignIn, {
      prepare: async ({ body }) => {
        const checked = await checkAssertion(of, { ...body, kind: 'sign-in', now: clock.now() });
        return checked === undefined ? refuse(NOT_AUTHORISED) : ready(checked);
      },
      decide: async ({ tx, now, prepared }) => {
        const member = await assert(tx, prepared, now);
        if (member === undefined) return refuse(NOT_AUTHORISED);
        const { token, digest } = issueToken(random);
        const session = {
          id: randomUuid(random),
          member: member.id,
          sessionKey: prepared.ceremony.purpose.sessionKey,
          startedAt: now,
          seenAt: now,
        };
        await insertSession(tx, { ...session, tokenDigest: digest });
        await appendAudit(tx, {
          at: now,
          kind: 'staff.signed-in',
          subjects: { staff: member.number, staffSession: session.id },
        });
        return answer(201, wireSession(member, session, now), { 'set-cookie': staffCookie(token) });
      },
    }),
    defineQuery(STAFF_ROUTES.showStaffSession, async ({ caller }) => {
      const session = await findSession(db, { id: caller.session });
      if (session === undefined) return refuse(NOT_AUTHORISED);
      return answer(200, wireSession(caller, session, clock.now()));
    }),
    defineCommand(STAFF_ROUTES.signOut, {
      decide: async ({ tx, now, caller }) => {
        await endSession(tx, caller.session, now);
        await appendAudit(tx, {
          at: now,
          kind: 'staff.signed-out',
          subjects: { staff: caller.number, staffSession: caller.session },
        });
        return answer(200, {}, { 'set-cookie': staffCookie('') });
      },
    }),
  ];
}

const NO_SESSION_KEY = invalidField('body/sessionKey', 'must be an ECDSA key on P-256 (SPKI)');
