export { createKioskSessionTables, type KioskSessionTables } from './tables.ts';
