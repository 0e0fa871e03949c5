export { createKioskTrustTables, type KioskTrustTables } from './tables.ts';
