import { type ExportVerdict, parseExportLine, verifierKey, verifyExport } from '@kaijo/audit-log';
import type { Connection } from '../database/index.ts';
import { exportLines } from './export.ts';

/**
 * Verifies the log where it lies, under one key (R39). For whoever has the tables at hand, after a restore for instance;
 * who does not trust them verifies an export on a machine of their own.
 */
export async function verifyAudit(db: Connection, auditPublicKey: Uint8Array): Promise<ExportVerdict> {
  const keys = { auditPublicKey: async () => auditPublicKey };
  const { value } = await exportLines(db, keys).next();
  const start = parseExportLine(value ?? '');
  const origin = (start?.kind === 'start' && start.origin) || 'empty';
  return verifyExport(exportLines(db, keys), { keys: [verifierKey(origin, auditPublicKey)] });
}
