import type { Connection, Transaction } from '../database/index.ts';
import type { Ceremony } from './record.ts';

export async function insertCeremony(tx: Transaction, { id, purpose, challenge, expiresAt }: Ceremony) {
  await tx
    .insertInto('staff_ceremony')
    .values({
      id,
      kind: purpose.kind,
      subject: subjectOf(purpose),
      session_key: purpose.kind === 'sign-in' ? purpose.sessionKey : null,
      challenge,
      expires_at: expiresAt,
    })
    .execute();
}

function subjectOf(purpose: Ceremony['purpose']): string | null {
  switch (purpose.kind) {
    case 'registration':
      return purpose.invite;
    case 'confirmation':
      return purpose.subject;
    case 'sign-in':
      return null;
  }
}

/** The ceremony while it may be answered, if it is of this kind. */
export async function findCeremony<K extends Ceremony['purpose']['kind']>(
  db: Connection,
  of: { readonly id: string; readonly kind: K; readonly now: Date },
): Promise<(Ceremony & { readonly purpose: Extract<Ceremony['purpose'], { kind: K }> }) | undefined> {
  const row = await db
    .selectFrom('staff_ceremony')
    .selectAll()
    .where('id', '=', of.id)
    .where('kind', '=', of.kind)
    .where('expires_at', '>', of.now)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { id, challenge, expires_at } = row;
  return { id, challenge, expiresAt: expires_at, purpose: purposeOf(row) as never };
}

function purposeOf(row: {
  kind: Ceremony['purpose']['kind'];
  subject: string | null;
  session_key: Uint8Array | null;
}): Ceremony['purpose'] {
  const { kind, subject, session_key } = row;
  if (kind === 'sign-in' && session_key !== null) return { kind, sessionKey: session_key };
  if (kind === 'registration' && subject !== null) return { kind, invite: subject };
  if (kind === 'confirmation' && subject !== null) return { kind, subject };
  throw new Error(`a ceremony of kind ${kind} is there in part only`);
}

/** Answered: no second answer counts. @returns false when somebody was first */
export async function useUpCeremony(tx: Transaction, id: string): Promise<boolean> {
  const gone = await tx.deleteFrom('staff_ceremony').where('id', '=', id).returning('id').executeTakeFirst();
  return gone !== undefined;
}
