import { type Expression, sql } from 'kysely';
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
  const fingerprint = fingerprintOf(certificate);
  const first = await db
    .selectFrom('kiosk')
    .select(['id', 'revoked_at'])
    .where('certificate_fingerprint', '=', fingerprint)
    .executeTakeFirst();
  if (first !== undefined) return first.revoked_at === null ? first.id : undefined;
  const later = await db
    .selectFrom('kiosk_certificate')
    .innerJoin('kiosk', 'kiosk.id', 'kiosk_certificate.kiosk')
    .select('kiosk.id')
    .where('kiosk_certificate.fingerprint', '=', fingerprint)
    .where('kiosk.revoked_at', 'is', null)
    .executeTakeFirst();
  return later?.id;
}

/** One more certificate of a kiosk that is admitted already. */
export async function admitCertificate(
  tx: Transaction,
  of: { readonly kiosk: string; readonly fingerprint: Uint8Array; readonly admittedAt: Date },
): Promise<void> {
  await tx
    .insertInto('kiosk_certificate')
    .values({ kiosk: of.kiosk, fingerprint: of.fingerprint, admitted_at: of.admittedAt })
    .execute();
}

/** The id of the store that a kiosk stands in, as part of a query; null where there is no such kiosk. */
export function storeOfKiosk(db: Connection, kiosk: string): Expression<string> {
  return db.selectFrom('kiosk').select('store').where('id', '=', kiosk).$asScalar();
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

/** To another store; its certificate names no store. */
export async function moveKiosk(tx: Transaction, id: string, store: string): Promise<void> {
  await tx.updateTable('kiosk').set({ store }).where('id', '=', id).execute();
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

/** Kiosks as a table of a statement, for lists that join them with something else. */
export const kioskColumns = sql`select id, store, enrolled_at, revoked_at from kiosk`;

export interface KioskColumns {
  readonly id: string;
  readonly store: string;
  readonly enrolled_at: Date;
  readonly revoked_at: Date | null;
}
