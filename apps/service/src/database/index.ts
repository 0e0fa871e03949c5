export type { Fixed, JsonColumn } from './columns.ts';
export { FolderInUse } from './folder-lock.ts';
export { DatabaseNewer } from './migrate.ts';
export { type DatabasePlace, type OpenDatabase, openDatabase } from './open.ts';
export { readTogether } from './read-together.ts';
export {
  ChangedMeanwhile,
  type Connection,
  type Database,
  type Transaction,
  transaction,
} from './transaction.ts';
export { DatabaseUnavailable } from './trouble.ts';
