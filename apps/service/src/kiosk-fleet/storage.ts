import type { KioskReport } from '@kaijo/contract';
import type { Connection, Transaction } from '../database/index.ts';
import type { StoredCode } from './rules.ts';

export async function keepCode(tx: Transaction, digest: Uint8Array, code: StoredCode): Promise<void> {
  await tx
    .insertInto('kiosk_code')
    .values({ digest, store: code.store, expires_at: code.expiresAt, used_at: null })
    .execute();
}

export async function findCode(db: Connection, digest: Uint8Array): Promise<StoredCode | undefined> {
  const row = await db
    .selectFrom('kiosk_code')
    .select(['store', 'expires_at', 'used_at'])
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { store: row.store, expiresAt: row.expires_at, ...(row.used_at && { usedAt: row.used_at }) };
}

/** Uses a code up; false where it was used, or ended, before: of two kiosks that bring one, one is admitted. */
export async function spendCode(tx: Transaction, digest: Uint8Array, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('kiosk_code')
    .set({ used_at: now })
    .where('digest', '=', digest)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Codes that have ended admit nobody any more. */
export async function purgeKioskCodes(db: Connection, endedBefore: Date): Promise<void> {
  await db.deleteFrom('kiosk_code').where('expires_at', '<', endedBefore).execute();
}

export async function keepReport(
  tx: Transaction,
  of: {
    readonly kiosk: string;
    readonly report: KioskReport;
    readonly clockOffsetMs: number;
    readonly now: Date;
  },
): Promise<void> {
  const { version, reader, printer, pendingProofs } = of.report;
  const heard = {
    heard_at: of.now,
    version,
    reader,
    printer,
    clock_offset_ms: of.clockOffsetMs,
    pending_proofs: pendingProofs,
  };
  await tx
    .insertInto('kiosk_report')
    .values({ kiosk: of.kiosk, ...heard })
    .onConflict((conflict) => conflict.column('kiosk').doUpdateSet(heard))
    .execute();
}
