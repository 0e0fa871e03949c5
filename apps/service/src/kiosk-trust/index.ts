export { findAdmittedKiosk } from './admitted-kiosk.ts';
export {
  fingerprintOf,
  KioskAuthority,
  type KioskCertificate,
  type ServerCredentials,
  UnusablePublicKey,
} from './kiosk-authority.ts';
export { createKioskTrustTables, type KioskTrustTables } from './tables.ts';
