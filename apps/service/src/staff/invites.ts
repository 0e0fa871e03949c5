import { createHash } from 'node:crypto';
import type { Connection, Transaction } from '../database/index.ts';
import { type Random, randomUuid } from '../random.ts';
import type { Invite } from './record.ts';
import { INVITE_MS } from './rules.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const GROUP_CHARACTERS = 8;

/** 160 random bits as four groups of Crockford's base 32. */
function newCode(random: Random): string {
  const characters = [...random(GROUPS * GROUP_CHARACTERS)].map((byte) => ALPHABET[byte & 0x1f]);
  return Array.from({ length: GROUPS }, (_, group) =>
    characters.slice(group * GROUP_CHARACTERS, (group + 1) * GROUP_CHARACTERS).join(''),
  ).join('-');
}

/** The code is random: its digest needs no salt. */
function digestOf(code: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(code).digest());
}

/** A new code for a member; earlier ones are worth nothing from now on. */
export async function issueInvite(
  tx: Transaction,
  of: { readonly member: string; readonly now: Date; readonly random: Random },
): Promise<{ readonly code: string; readonly expiresAt: Date }> {
  const { member, now, random } = of;
  await tx.deleteFrom('staff_invite').where('member', '=', member).where('used_at', 'is', null).execute();
  const code = newCode(random);
  const expiresAt = new Date(now.getTime() + INVITE_MS);
  await tx
    .insertInto('staff_invite')
    .values({
      id: randomUuid(random),
      member,
      code_digest: digestOf(code),
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
  return { code, expiresAt };
}

export async function findInvite(
  db: Connection,
  by: { readonly code: string } | { readonly id: string },
): Promise<Invite | undefined> {
  const rows = db.selectFrom('staff_invite').selectAll();
  const found = 'id' in by ? rows.where('id', '=', by.id) : rows.where('code_digest', '=', digestOf(by.code));
  const row = await found.executeTakeFirst();
  if (row === undefined) return undefined;
  const { id, member, expires_at, used_at } = row;
  return { id, member, expiresAt: expires_at, ...(used_at && { usedAt: used_at }) };
}

/** @returns false when it was used or withdrawn meanwhile */
export async function useUpInvite(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('staff_invite')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}
