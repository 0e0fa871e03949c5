import type { Connection, Transaction } from '../database/index.ts';

export interface Passkey {
  /** Credential id, base64url. */
  readonly id: string;
  readonly member: string;
  /** COSE key. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
}

/** A passkey that was not revoked. */
export async function findPasskey(db: Connection, id: string): Promise<Passkey | undefined> {
  const row = await db
    .selectFrom('staff_passkey')
    .select(['id', 'member', 'public_key', 'counter'])
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && { id: row.id, member: row.member, publicKey: row.public_key, counter: Number(row.counter) };
}

/** @returns false when this passkey is somebody's already */
export async function storePasskey(tx: Transaction, passkey: Passkey, now: Date): Promise<boolean> {
  const { id, member, publicKey, counter } = passkey;
  const row = await tx
    .insertInto('staff_passkey')
    .values({ id, member, public_key: publicKey, counter, registered_at: now, revoked_at: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function countPasskeyUse(tx: Transaction, id: string, counter: number): Promise<void> {
  await tx.updateTable('staff_passkey').set({ counter }).where('id', '=', id).execute();
}

/** All of a member's, at once. @returns how many */
export async function revokePasskeys(tx: Transaction, member: string, now: Date): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('staff_passkey')
    .set({ revoked_at: now })
    .where('member', '=', member)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
