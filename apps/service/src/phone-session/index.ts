export { createPhoneSessionTables, type PhoneSessionTables } from './tables.ts';
