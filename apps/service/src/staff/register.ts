import { type Refusal, STAFF_ROUTES } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { randomUuid } from '../random.ts';
import { findCeremony, insertCeremony, useUpCeremony } from './ceremonies.ts';
import type { StaffDependencies } from './dependencies.ts';
import { findInvite, useUpInvite } from './invites.ts';
import { findMember } from './members.ts';
import { storePasskey } from './passkeys.ts';
import { CEREMONY_MS, isOpen, mayAct } from './rules.ts';
import { registeredPasskey, registrationOptions } from './web-authn.ts';
import { wireMember } from './wire.ts';

/** Whatever is wrong with a code or an answer: one refusal, which says nothing about which codes there are. */
const NOT_AUTHORISED: Refusal = { problem: 'not-authorised' };

/** R35: a passkey comes in by a one-time code, which a colleague or the command line has given. */
export function registrationEndpoints({ db, clock, random, origin }: StaffDependencies): readonly Endpoint[] {
  return [
    defineCommand(STAFF_ROUTES.beginRegistration, {
      prepare: async ({ body: { code } }) => {
        const invite = await findInvite(db, { code });
        const member = invite && (await findMember(db, { id: invite.member }));
        if (!invite || !member || !isOpen(invite, clock.now()) || !mayAct(member))
          return refuse(NOT_AUTHORISED);
        const options = await registrationOptions({ origin: origin() }, member, random);
        return ready({ invite, options });
      },
      decide: async ({ tx, now, prepared: { invite, options } }) => {
        const id = randomUuid(random);
        await insertCeremony(tx, {
          id,
          purpose: { kind: 'registration', invite: invite.id },
          challenge: options.challenge,
          expiresAt: new Date(now.getTime() + CEREMONY_MS),
        });
        return answer(201, { ceremony: id, options: { ...options } });
      },
    }),
    defineCommand(STAFF_ROUTES.finishRegistration, {
      prepare: async ({ body: { ceremony: id, response } }) => {
        const ceremony = await findCeremony(db, { id, kind: 'registration', now: clock.now() });
        if (ceremony === undefined) return refuse(NOT_AUTHORISED);
        const passkey = await registeredPasskey({ origin: origin() }, ceremony.challenge, response);
        return passkey === undefined ? refuse(NOT_AUTHORISED) : ready({ ceremony, passkey });
      },
      decide: async ({ tx, now, prepared: { ceremony, passkey } }) => {
        const invite = await findInvite(tx, { id: ceremony.purpose.invite });
        const member = invite && (await findMember(tx, { id: invite.member }));
        if (!invite || !member || !isOpen(invite, now) || !mayAct(member)) return refuse(NOT_AUTHORISED);
        if (!(await useUpCeremony(tx, ceremony.id)) || !(await useUpInvite(tx, invite.id, now)))
          return refuse(NOT_AUTHORISED);
        if (!(await storePasskey(tx, { ...passkey, member: member.id }, now))) return refuse(NOT_AUTHORISED);
        await appendAudit(tx, {
          at: now,
          kind: 'staff.passkey-registered',
          subjects: { staff: member.number },
        });
        return answer(201, wireMember({ ...member, hasPasskey: true }));
      },
    }),
  ];
}
