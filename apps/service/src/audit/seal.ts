import { type Connection, type Database, type Transaction, transaction } from '../database/index.ts';
import type { KeyStore } from '../keys/index.ts';
import { checkpointHash, formatCheckpoint } from './checkpoint.ts';
import { hashEntry, type StoredEntry } from './leaf.ts';
import { GrowingTree } from './merkle-tree.ts';

const BATCH = 1_000;
const ENTRIES_IN_ONE_UPDATE = 200;

/**
 * Takes the entries that no tree head covers yet into the tree and signs its new head (protocol.md, Audit), batch by
 * batch until none is left. Several processes may do so at once: a head can follow another only once, and who comes second
 * leaves the work to the first.
 * @returns the number of entries sealed
 */
export async function sealAudit(db: Database, keys: KeyStore): Promise<number> {
  for (let total = 0; ; ) {
    const sealed = await sealBatch(db, keys);
    if (sealed === undefined) return total;
    total += sealed;
    if (sealed < BATCH) return total;
  }
}

/** `undefined`: another process was first. */
async function sealBatch(db: Database, keys: KeyStore): Promise<number | undefined> {
  return transaction(db, async (tx) => {
    const last = await lastHead(tx);
    const entries = await unsealedEntries(tx);
    if (entries.length === 0) return 0;
    const tree = last === undefined ? GrowingTree.empty() : GrowingTree.from(last.size, last.subtree_roots);
    const leaves = entries.map((entry) => ({ id: entry.id, index: tree.size, hash: appendTo(tree, entry) }));
    const previous = last && checkpointHash(last.checkpoint);
    const checkpoint = formatCheckpoint({
      size: tree.size,
      root: tree.root(),
      ...(previous && { previous }),
    });
    const inserted = await tx
      .insertInto('audit_head')
      .values({
        after_size: last?.size ?? 0,
        size: tree.size,
        checkpoint,
        signature: await keys.signAudit(new TextEncoder().encode(checkpoint)),
        subtree_roots: tree.subtreeRoots(),
      })
      .onConflict((conflict) => conflict.column('after_size').doNothing())
      .returning('size')
      .executeTakeFirst();
    if (inserted === undefined) return undefined;
    await writeLeaves(tx, leaves);
    return leaves.length;
  });
}

function appendTo(tree: GrowingTree, entry: StoredEntry): Uint8Array {
  const hash = hashEntry(entry);
  tree.append(hash);
  return hash;
}

export async function lastHead(connection: Connection) {
  return connection.selectFrom('audit_head').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
}

async function unsealedEntries(tx: Transaction): Promise<readonly StoredEntry[]> {
  return tx
    .selectFrom('audit_entry')
    .select(['id', 'at', 'kind', 'subjects', 'data'])
    .where('leaf_index', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(BATCH)
    .execute();
}

interface Leaf {
  readonly id: string;
  readonly index: number;
  readonly hash: Uint8Array;
}

async function writeLeaves(tx: Transaction, leaves: readonly Leaf[]): Promise<void> {
  for (let at = 0; at < leaves.length; at += ENTRIES_IN_ONE_UPDATE) {
    await Promise.all(
      leaves
        .slice(at, at + ENTRIES_IN_ONE_UPDATE)
        .map(({ id, index, hash }) =>
          tx
            .updateTable('audit_entry')
            .set({ leaf_index: index, leaf_hash: hash })
            .where('id', '=', id)
            .where('leaf_index', 'is', null)
            .execute(),
        ),
    );
  }
}
