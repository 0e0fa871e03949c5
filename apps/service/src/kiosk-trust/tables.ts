import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';

export interface KioskTrustTables {
  kiosk: KioskTable;
}

export interface KioskTable {
  id: Fixed<string>;
  /** The store that it stands in. */
  store: string;
  /** SHA-256 of its certificate (DER): the one that it signs in with, and no other. */
  certificate_fingerprint: Uint8Array;
  enrolled_at: Fixed<Date>;
  revoked_at: Date | null;
}

export const createKioskTrustTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('kiosk')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('store', 'uuid', (column) => column.notNull())
      .addColumn('certificate_fingerprint', 'bytea', (column) => column.notNull())
      .addColumn('enrolled_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('revoked_at', 'timestamptz(3)')
      .execute();
  },
};

/** Asked at each request of a kiosk; one certificate is one kiosk's. */
export const indexKioskFingerprints: Migration = {
  async up(db) {
    await db.schema
      .createIndex('kiosk_certificate_fingerprint')
      .on('kiosk')
      .column('certificate_fingerprint')
      .unique()
      .execute();
  },
};
