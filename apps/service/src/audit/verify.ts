import { createPublicKey, verify } from 'node:crypto';
import { equalBytes } from '@kaijo/iso7816';
import type { Connection } from '../database/index.ts';
import { checkpointHash, formatCheckpoint } from './checkpoint.ts';
import { hashEntry } from './leaf.ts';
import { GrowingTree } from './merkle-tree.ts';

export type AuditVerdict =
  | {
      readonly kind: 'intact' /** Entries under a signed head. */;
      readonly sealed: number;
      readonly unsealed: number;
    }
  | {
      readonly kind: 'broken';
      /** Leaf index of the first entry that does not fit, or of the first entry of the batch that does not. */
      readonly at: number;
      readonly defect: AuditDefect;
    };

export type AuditDefect =
  /** The entry's columns are not what was hashed. */
  | 'entry-changed'
  /** A leaf index without an entry. */
  | 'entry-missing'
  /** A leaf beyond the last head. */
  | 'entry-added'
  /** The batch's leaves do not give the head that was signed: exchanged or forged. */
  | 'root-differs'
  /** The head does not follow the one before. */
  | 'head-chain-broken'
  | 'signature-invalid';

/** SubjectPublicKeyInfo of an Ed25519 key up to the key (RFC 8410, 4). */
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PAGE = 2_000;

/** Recomputes the whole tree from the entries and holds it against the signed heads (R39). */
export async function verifyAudit(connection: Connection, auditPublicKey: Uint8Array): Promise<AuditVerdict> {
  const key = createPublicKey({
    key: Buffer.concat([ED25519_SPKI_PREFIX, auditPublicKey]),
    format: 'der',
    type: 'spki',
  });
  const tree = GrowingTree.empty();
  let previous: Uint8Array | undefined;
  for (const head of await connection.selectFrom('audit_head').selectAll().orderBy('size').execute()) {
    const at = tree.size;
    if (head.after_size !== at) return { kind: 'broken', at, defect: 'head-chain-broken' };
    const text = new TextEncoder().encode(head.checkpoint);
    if (!verify(null, text, key, head.signature)) return { kind: 'broken', at, defect: 'signature-invalid' };
    const defect = await growTo(connection, tree, head.size);
    if (defect !== undefined) return { kind: 'broken', at: tree.size, defect };
    const expected = formatCheckpoint({ size: tree.size, root: tree.root(), ...(previous && { previous }) });
    if (expected !== head.checkpoint) return { kind: 'broken', at, defect: 'root-differs' };
    previous = checkpointHash(head.checkpoint);
  }
  return afterLastHead(connection, tree.size);
}

async function growTo(
  connection: Connection,
  tree: GrowingTree,
  size: number,
): Promise<AuditDefect | undefined> {
  while (tree.size < size) {
    const page = await connection
      .selectFrom('audit_entry')
      .select(['id', 'at', 'kind', 'subjects', 'data', 'leaf_index', 'leaf_hash'])
      .where('leaf_index', '>=', tree.size)
      .where('leaf_index', '<', Math.min(size, tree.size + PAGE))
      .orderBy('leaf_index')
      .execute();
    if (page.length === 0) return 'entry-missing';
    for (const entry of page) {
      if (entry.leaf_index !== tree.size) return 'entry-missing';
      const hash = hashEntry(entry);
      if (entry.leaf_hash === null || !equalBytes(hash, entry.leaf_hash)) return 'entry-changed';
      tree.append(hash);
    }
  }
  return undefined;
}

async function afterLastHead(connection: Connection, sealed: number): Promise<AuditVerdict> {
  const beyond = await connection
    .selectFrom('audit_entry')
    .select(({ fn }) => [fn.countAll<number>().as('all'), fn.count<number>('leaf_index').as('numbered')])
    .where((where) => where.or([where('leaf_index', 'is', null), where('leaf_index', '>=', sealed)]))
    .executeTakeFirstOrThrow();
  if (Number(beyond.numbered) > 0) return { kind: 'broken', at: sealed, defect: 'entry-added' };
  return { kind: 'intact', sealed, unsealed: Number(beyond.all) };
}
