import type { StaffRole } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Connection, Transaction } from '../database/index.ts';
import type { StaffMember } from './record.ts';

/** All of them, by number; there are few. */
export async function listMembers(db: Connection): Promise<readonly StaffMember[]> {
  const rows = await db.selectFrom('staff_member').selectAll().orderBy('number').execute();
  const keys = await db
    .selectFrom('staff_passkey')
    .select('member')
    .distinct()
    .where('revoked_at', 'is', null)
    .execute();
  const withKey = new Set(keys.map(({ member }) => member));
  return rows.map((row) => memberOf(row, withKey.has(row.id)));
}

export async function findMember(
  db: Connection,
  by: { readonly id: string } | { readonly number: string },
): Promise<StaffMember | undefined> {
  const rows = db.selectFrom('staff_member').selectAll();
  const found = 'id' in by ? rows.where('id', '=', by.id) : rows.where('number', '=', by.number);
  const row = await found.executeTakeFirst();
  if (row === undefined) return undefined;
  const key = await db
    .selectFrom('staff_passkey')
    .select('id')
    .where('member', '=', row.id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return memberOf(row, key !== undefined);
}

function memberOf(
  row: { id: string; number: string; role: StaffRole; since: Date; suspended_at: Date | null },
  hasPasskey: boolean,
): StaffMember {
  const { id, number, role, since, suspended_at } = row;
  return { id, number, role, since, hasPasskey, ...(suspended_at && { suspendedAt: suspended_at }) };
}

/** The member with this number, in this role and not suspended any more; new, or the one that is there (R39). */
export async function admitMember(
  tx: Transaction,
  of: {
    readonly id: string;
    readonly number: string;
    readonly role: StaffRole;
    readonly by: string;
    readonly now: Date;
  },
): Promise<StaffMember> {
  const { id, number, role, by, now } = of;
  await tx
    .insertInto('staff_member')
    .values({ id, number, role, since: now, suspended_at: null })
    .onConflict((conflict) => conflict.column('number').doUpdateSet({ role, suspended_at: null }))
    .execute();
  await appendAudit(tx, {
    at: now,
    kind: 'staff.admitted',
    subjects: { staff: by, member: number },
    data: { role },
  });
  const member = await findMember(tx, { number });
  if (member === undefined) throw new Error('a member that was just admitted is not there');
  return member;
}

export async function suspendMember(
  tx: Transaction,
  of: { readonly member: StaffMember; readonly by: string; readonly now: Date },
): Promise<void> {
  const { member, by, now } = of;
  await tx
    .updateTable('staff_member')
    .set({ suspended_at: now })
    .where('id', '=', member.id)
    .where('suspended_at', 'is', null)
    .execute();
  await appendAudit(tx, {
    at: now,
    kind: 'staff.suspended',
    subjects: { staff: by, member: member.number },
  });
}
