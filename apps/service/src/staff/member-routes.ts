import { STAFF_ROUTES } from '@kaijo/contract';
import { answer, defineCommand, defineQuery, type Endpoint, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { admitStaff } from './admit.ts';
import type { StaffDependencies } from './dependencies.ts';
import { findMember, listMembers, suspendMember } from './members.ts';
import { endSessionsOf } from './sessions.ts';
import { wireMember } from './wire.ts';

/** R35: operators decide who may sign in. */
export function memberEndpoints({ db, random }: StaffDependencies): readonly Endpoint[] {
  return [
    defineQuery(STAFF_ROUTES.listStaff, async () =>
      answer(200, { members: (await listMembers(db)).map(wireMember) }),
    ),
    defineCommand(STAFF_ROUTES.inviteStaff, {
      decide: async ({ tx, now, caller, body: { number, role } }) => {
        // Nobody gives away, or takes over, what is somebody's: a lost passkey is renewed by name.
        if ((await findMember(tx, { number })) !== undefined) return refuse(NUMBER_TAKEN);
        return answer(201, await admitStaff(tx, { number, role, by: caller.number, now, random }));
      },
    }),
    defineCommand(STAFF_ROUTES.renewPasskey, {
      decide: async ({ tx, now, caller, path: { id } }) => {
        const member = await findMember(tx, { id });
        if (member === undefined) return refuse(NO_SUCH_MEMBER);
        if (member.id === caller.member) return refuse(ONESELF);
        const { number, role } = member;
        return answer(201, await admitStaff(tx, { number, role, by: caller.number, now, random }));
      },
    }),
    defineCommand(STAFF_ROUTES.suspendStaff, {
      decide: async ({ tx, now, caller, path: { id } }) => {
        const member = await findMember(tx, { id });
        if (member === undefined) return refuse(NO_SUCH_MEMBER);
        if (member.id === caller.member) return refuse(ONESELF);
        await suspendMember(tx, { member, by: caller.number, now });
        await endSessionsOf(tx, member.id, now);
        return answer(200, {});
      },
    }),
  ];
}

const NUMBER_TAKEN = invalidField('body/number', 'is a staff member’s already');
const NO_SUCH_MEMBER = invalidField('path/id', 'is no staff member');
/** Else the last operator could lock the office out, and a clerk’s colleague could not help. */
const ONESELF = { problem: 'not-permitted', reason: 'same-person' } as const;
