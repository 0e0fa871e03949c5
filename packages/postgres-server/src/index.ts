export { freshDatabase } from './fresh-database.ts';
export { findPostgres, type LocalPostgres, type PostgresOptions, startPostgres } from './local-postgres.ts';
export { canRunPatroni, type PatroniCluster, startPatroniCluster } from './patroni-cluster.ts';
export type { PatroniNode } from './patroni-node.ts';
export { freePort } from './ports.ts';
export { descendantsOf, killTree } from './process-tree.ts';
export { type TestDatabasePlace, testDatabasePlace } from './test-database.ts';
export { handOver, type UnprivilegedUser, unprivilegedUser } from './unprivileged-user.ts';
