import { type Generated, type Migration, sql } from 'kysely';
import type { Fixed } from '../database/index.ts';

export interface AuditTables {
  audit_entry: AuditEntryTable;
  audit_head: AuditHeadTable;
}

export interface AuditEntryTable {
  id: Generated<string>;
  at: Fixed<Date>;
  kind: Fixed<string>;
  /** Canonical JSON as text: the bytes that were hashed are the bytes that are stored. */
  subjects: Fixed<string>;
  data: Fixed<string>;
  /** Its place in the tree, from 0; null until it is sealed. */
  leaf_index: number | null;
  /** Not written any more: the hashes stand together in the head's `leaf_hashes`. */
  leaf_hash: Uint8Array | null;
}

/** One row for each sealed batch. */
export interface AuditHeadTable {
  /** Number of leaves of the tree before this batch: one head can follow another only once. */
  after_size: Fixed<number>;
  size: Fixed<number>;
  /** The signed text: origin, size, root, the hash of the previous head's text. */
  checkpoint: Fixed<string>;
  /** Ed25519 over the text. */
  signature: Fixed<Uint8Array>;
  /** The key that signed, which may be rotated; null in heads from before that could be. */
  public_key: Fixed<Uint8Array | null>;
  /** The roots of the perfect subtrees at this size, largest first: what is needed to go on. */
  subtree_roots: Fixed<Uint8Array>;
  /** 32 bytes for each leaf of the batch: who changes an entry is told from the others by it. Null in older heads. */
  leaf_hashes: Fixed<Uint8Array | null>;
}

export const createAuditTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('audit_entry')
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      .addColumn('at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('subjects', 'text', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('leaf_index', 'int8', (column) => column.unique())
      .addColumn('leaf_hash', 'bytea')
      .execute();
    await db.schema
      .createIndex('audit_entry_unsealed')
      .on('audit_entry')
      .columns(['at', 'id'])
      .where(sql<boolean>`leaf_index is null`)
      .execute();
    await db.schema
      .createTable('audit_head')
      .addColumn('after_size', 'int8', (column) => column.primaryKey())
      .addColumn('size', 'int8', (column) => column.notNull().unique())
      .addColumn('checkpoint', 'text', (column) => column.notNull())
      .addColumn('signature', 'bytea', (column) => column.notNull())
      .addColumn('subtree_roots', 'bytea', (column) => column.notNull())
      .execute();
  },
};

export const addAuditLeafHashes: Migration = {
  async up(db) {
    await db.schema.alterTable('audit_head').addColumn('public_key', 'bytea').execute();
    await db.schema.alterTable('audit_head').addColumn('leaf_hashes', 'bytea').execute();
  },
};
