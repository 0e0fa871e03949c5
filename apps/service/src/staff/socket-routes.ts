import { OPERATOR_ROUTES } from '@kaijo/contract';
import { answer, defineCommand, defineQuery, type Endpoint } from '../http/index.ts';
import { admitStaff } from './admit.ts';
import type { StaffDependencies } from './dependencies.ts';
import { listMembers } from './members.ts';
import { wireMember } from './wire.ts';

/** The operator's socket: the first operator comes this way, and so does help when no operator can sign in. */
export function staffSocketEndpoints({
  db,
  random,
}: Pick<StaffDependencies, 'db' | 'random'>): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.listAllStaff, async () =>
      answer(200, { members: (await listMembers(db)).map(wireMember) }),
    ),
    defineCommand(OPERATOR_ROUTES.issueStaffInvite, {
      decide: async ({ tx, now, body: { number, role, staff } }) =>
        answer(201, await admitStaff(tx, { number, role, by: staff, now, random })),
    }),
  ];
}
