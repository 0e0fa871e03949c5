export {
  certifyOrRefuse,
  fingerprintOf,
  KioskAuthority,
  type KioskCertificate,
  type ServerCredentials,
  UnusablePublicKey,
} from './kiosk-authority.ts';
export {
  admitCertificate,
  admitKiosk,
  findAdmittedKiosk,
  type Kiosk,
  type KioskColumns,
  kioskColumns,
  listKiosks,
  moveKiosk,
  revokeKiosk,
  storeOfKiosk,
} from './storage.ts';
export {
  createKioskCertificateTable,
  createKioskTrustTables,
  indexKioskFingerprints,
  type KioskTrustTables,
} from './tables.ts';
