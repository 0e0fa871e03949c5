import type { Connection, Database, Transaction } from '../database/index.ts';
import { fingerprintOf } from './kiosk-authority.ts';

export interface Kiosk {
  readonly id: string;
  /** The store that it stands in. */
  readonly store: string;
  readonly enrolledAt: Date;
  readonly revokedAt?: Date;
}

/**
 * The kiosk that signs in with this certificate (DER), if it is registered and not revoked at this moment: the table is
 * asked at each request, so that a revoked kiosk is refused at once.
 */
export async function findAdmittedKiosk(db: Database, certificate: Uint8Array): Promise<string | undefined> {
  const row = await db
    .selectFrom('kiosk')
    .select('id')
    .where('certificate_fingerprint', '=', fingerprintOf(certificate))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}

export async function storeOfKiosk(db: Connection, kiosk: string): Promise<string | undefined> {
  const row = await db.selectFrom('kiosk').select('store').where('id', '=', kiosk).executeTakeFirst();
  return row?.store;
}

export async function admitKiosk(
  tx: Transaction,
  kiosk: {
    readonly id: string;
    readonly store: string;
    readonly fingerprint: Uint8Array;
    readonly enrolledAt: Date;
  },
): Promise<void> {
  const { id, store, fingerprint, enrolledAt } = kiosk;
  await tx
    .insertInto('kiosk')
    .values({ id, store, certificate_fingerprint: fingerprint, enrolled_at: enrolledAt, revoked_at: null })
    .execute();
}

/** For good. False when there is no such kiosk, or it was shut out before. */
export async function revokeKiosk(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('kiosk')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** By the time of their enrolment. */
export async function listKiosks(db: Connection): Promise<readonly Kiosk[]> {
  const rows = await db.selectFrom('kiosk').selectAll().orderBy('enrolled_at').execute();
  return rows.map(({ id, store, enrolled_at, revoked_at }) => ({
    id,
    store,
    enrolledAt: enrolled_at,
    ...(revoked_at && { revokedAt: revoked_at }),
  }));
}
