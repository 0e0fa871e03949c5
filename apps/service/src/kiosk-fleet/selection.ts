import type { KioskHealth } from '@kaijo/contract';
import { type RawBuilder, sql } from 'kysely';
import { CLOCK_OFFSET_TOLD_MS, SILENT_AFTER_MS } from './rules.ts';

/** The last reports as a table of a statement; the conditions below call it `report`, and the kiosks `kiosk`. */
export const lastReports = sql`
  select kiosk, heard_at, version, reader, printer, clock_offset_ms, pending_proofs from kiosk_report`;

export interface ReportColumns {
  readonly heard_at: Date;
  readonly version: string;
  readonly reader: KioskHealth['reader'];
  readonly printer: KioskHealth['printer'];
  readonly clock_offset_ms: number;
  readonly pending_proofs: number;
}

/** `isSilent` in the database's words, for lists of more kiosks than anybody wants to read through. */
export function silentAt(now: Date): RawBuilder<boolean> {
  const before = new Date(now.getTime() - SILENT_AFTER_MS);
  return sql<boolean>`(kiosk.revoked_at is null and coalesce(report.heard_at, kiosk.enrolled_at) < ${before})`;
}

/** Silent, or told by the kiosk itself: no reader, a broken printer, a clock that is off, proofs that were not sent. */
export function troubledAt(now: Date): RawBuilder<boolean> {
  return sql<boolean>`(${silentAt(now)} or (kiosk.revoked_at is null and (
    report.reader = 'none' or report.printer = 'failed' or report.pending_proofs > 0
    or abs(report.clock_offset_ms) > ${sql.lit(CLOCK_OFFSET_TOLD_MS)})))`;
}

export function healthOf(of: ReportColumns): KioskHealth {
  return {
    heardAt: of.heard_at.toISOString(),
    version: of.version,
    reader: of.reader,
    printer: of.printer,
    clockOffsetMs: of.clock_offset_ms,
    pendingProofs: of.pending_proofs,
  };
}
