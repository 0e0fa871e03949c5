export { createIdempotencyTables, type IdempotencyTables } from './tables.ts';
