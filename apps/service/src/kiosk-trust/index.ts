export {
  fingerprintOf,
  KioskAuthority,
  type KioskCertificate,
  type ServerCredentials,
  UnusablePublicKey,
} from './kiosk-authority.ts';
export {
  admitKiosk,
  findAdmittedKiosk,
  type Kiosk,
  listKiosks,
  revokeKiosk,
  storeOfKiosk,
} from './storage.ts';
export { createKioskTrustTables, indexKioskFingerprints, type KioskTrustTables } from './tables.ts';
