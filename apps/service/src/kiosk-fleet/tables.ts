import type { KioskHealth } from '@kaijo/contract';
import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';

export interface KioskFleetTables {
  kiosk_code: KioskCodeTable;
  kiosk_report: KioskReportTable;
}

export interface KioskCodeTable {
  /** SHA-256 of the canonical code. */
  digest: Fixed<Uint8Array>;
  store: Fixed<string>;
  expires_at: Fixed<Date>;
  used_at: Date | null;
}

/** The last report of each kiosk. */
export interface KioskReportTable {
  kiosk: Fixed<string>;
  heard_at: Date;
  version: string;
  reader: KioskHealth['reader'];
  printer: KioskHealth['printer'];
  clock_offset_ms: number;
  pending_proofs: number;
}

export const createKioskFleetTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('kiosk_code')
      .addColumn('digest', 'bytea', (column) => column.primaryKey())
      .addColumn('store', 'uuid', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('used_at', 'timestamptz(3)')
      .execute();
    await db.schema
      .createTable('kiosk_report')
      .addColumn('kiosk', 'uuid', (column) => column.primaryKey())
      .addColumn('heard_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('reader', 'text', (column) => column.notNull())
      .addColumn('printer', 'text', (column) => column.notNull())
      .addColumn('clock_offset_ms', 'integer', (column) => column.notNull())
      .addColumn('pending_proofs', 'integer', (column) => column.notNull())
      .execute();
  },
};
