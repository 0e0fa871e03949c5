import { checkpointHash, entryHash, formatCheckpoint, GrowingTree, parseCheckpoint } from '@kaijo/audit-log';
import { sql } from 'kysely';
import { type Connection, type Database, type Transaction, transaction } from '../database/index.ts';
import type { KeyStore } from '../keys/index.ts';
import { type StoredEntry, textOf } from './stored-entry.ts';

export const MOST_IN_A_BATCH = 1_000;
/** A statement has at most 65,535 parameters; two for each entry. */
const ENTRIES_IN_A_STATEMENT = 500;

export interface Sealing {
  readonly keys: Pick<KeyStore, 'signAudit' | 'auditPublicKey'>;
  /** The log's name, for its first head; from then on the log keeps the name that it began with. */
  readonly origin: string;
}

/**
 * Takes the entries that no tree head covers yet into the tree and signs its new head (protocol.md, Audit), batch by
 * batch until none is left. Several processes may do so at once, and be killed at any moment: head, leaves and places
 * are written in one transaction, a head can follow another only once, and who comes second leaves the work to the first.
 * @returns the number of entries sealed
 */
export async function sealAudit(db: Database, sealing: Sealing): Promise<number> {
  for (let total = 0; ; ) {
    const sealed = await sealBatch(db, sealing);
    if (sealed === undefined) return total;
    total += sealed;
    if (sealed < MOST_IN_A_BATCH) return total;
  }
}

/**
 * `undefined`: another process was first. It reads and signs before the transaction: nobody waits for the keys, and what
 * was read too early shows when the head is written.
 */
async function sealBatch(db: Database, { keys, origin }: Sealing): Promise<number | undefined> {
  const last = await lastHead(db);
  const entries = await unsealedEntries(db);
  if (entries.length === 0) return 0;
  const tree = last === undefined ? GrowingTree.empty() : GrowingTree.from(last.size, last.subtree_roots);
  const start = tree.size;
  const leaves = entries.map((entry) => entryHash(textOf(entry)));
  for (const leaf of leaves) tree.append(leaf);
  const checkpoint = formatCheckpoint({
    origin: (last && parseCheckpoint(last.checkpoint)?.origin) ?? origin,
    size: tree.size,
    root: tree.root(),
    ...(last && { previous: checkpointHash(last.checkpoint) }),
  });
  const head = {
    after_size: start,
    size: tree.size,
    checkpoint,
    signature: await keys.signAudit(Buffer.from(checkpoint, 'utf8')),
    public_key: await keys.auditPublicKey(),
    subtree_roots: tree.subtreeRoots(),
    leaf_hashes: new Uint8Array(Buffer.concat(leaves)),
  };
  return transaction(db, async (tx) => {
    const inserted = await tx
      .insertInto('audit_head')
      .values(head)
      .onConflict((conflict) => conflict.column('after_size').doNothing())
      .returning('size')
      .executeTakeFirst();
    if (inserted === undefined) return undefined;
    await placeEntries(tx, entries, start);
    return entries.length;
  });
}

async function lastHead(connection: Connection) {
  return connection
    .selectFrom('audit_head')
    .select(['size', 'checkpoint', 'subtree_roots'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function unsealedEntries(db: Database): Promise<readonly StoredEntry[]> {
  return db
    .selectFrom('audit_entry')
    .select(['id', 'at', 'kind', 'subjects', 'data'])
    .where('leaf_index', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(MOST_IN_A_BATCH)
    .execute();
}

/** Gives the entries their places. @throws Error when one of them is gone or has a place already: nothing is sealed then */
async function placeEntries(tx: Transaction, entries: readonly StoredEntry[], start: number): Promise<void> {
  for (let at = 0; at < entries.length; at += ENTRIES_IN_A_STATEMENT) {
    const rows = entries
      .slice(at, at + ENTRIES_IN_A_STATEMENT)
      .map(({ id }, place) => sql`(cast(${id} as uuid), cast(${start + at + place} as int8))`);
    const { numAffectedRows } = await sql`
      update audit_entry set leaf_index = place.leaf_index
      from (values ${sql.join(rows)}) as place (id, leaf_index)
      where audit_entry.id = place.id and audit_entry.leaf_index is null`.execute(tx);
    if (numAffectedRows !== BigInt(rows.length)) throw new Error('entries went away while they were sealed');
  }
}
