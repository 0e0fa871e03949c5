import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';

export interface KioskTrustTables {
  kiosk: KioskTable;
  kiosk_certificate: KioskCertificateTable;
}

export interface KioskTable {
  id: Fixed<string>;
  /** The store that it stands in. */
  store: string;
  /** SHA-256 of the certificate (DER) that it was enrolled with. */
  certificate_fingerprint: Uint8Array;
  enrolled_at: Fixed<Date>;
  revoked_at: Date | null;
}

/** Certificates that came after the first: the old one and the new one are both good until the old one ends. */
export interface KioskCertificateTable {
  /** SHA-256 of the DER. */
  fingerprint: Fixed<Uint8Array>;
  kiosk: Fixed<string>;
  admitted_at: Fixed<Date>;
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

export const createKioskCertificateTable: Migration = {
  async up(db) {
    await db.schema
      .createTable('kiosk_certificate')
      .addColumn('fingerprint', 'bytea', (column) => column.primaryKey())
      .addColumn('kiosk', 'uuid', (column) => column.notNull())
      .addColumn('admitted_at', 'timestamptz(3)', (column) => column.notNull())
      .execute();
  },
};
