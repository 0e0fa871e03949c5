import { createHash } from 'node:crypto';

/** Merkle tree hashing of RFC 6962, 2.1, with SHA-256: hashes are 32 bytes. */

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);
const HASH_BYTES = 32;

export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(LEAF_PREFIX, leaf);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE_PREFIX, left, right);
}

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/**
 * A tree that leaves are appended to: it remembers only the roots of the perfect subtrees that make it up, largest
 * first, one for each bit of its size.
 */
export class GrowingTree {
  #size: number;
  readonly #subtrees: Uint8Array[];

  private constructor(size: number, subtrees: Uint8Array[]) {
    this.#size = size;
    this.#subtrees = subtrees;
  }

  static empty(): GrowingTree {
    return new GrowingTree(0, []);
  }

  /** Goes on from what {@link subtreeRoots} gave. @throws RangeError when the roots do not belong to a tree of that size */
  static from(size: number, roots: Uint8Array): GrowingTree {
    if (roots.length !== HASH_BYTES * bitsSet(size))
      throw new RangeError('these are not the roots of a tree of that size');
    const subtrees: Uint8Array[] = [];
    for (let at = 0; at < roots.length; at += HASH_BYTES) subtrees.push(roots.slice(at, at + HASH_BYTES));
    return new GrowingTree(size, subtrees);
  }

  get size(): number {
    return this.#size;
  }

  append(hashOfLeaf: Uint8Array): void {
    let node = hashOfLeaf;
    // Each trailing one-bit of the size is a finished subtree on the left of the new one.
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      node = nodeHash(this.#subtrees.pop() as Uint8Array, node);
    }
    this.#subtrees.push(node);
    this.#size += 1;
  }

  /** The tree head; of an empty tree the hash of nothing (RFC 6962, 2.1). */
  root(): Uint8Array {
    const [last, ...rest] = this.#subtrees.toReversed();
    if (last === undefined) return sha256();
    return rest.reduce((right, left) => nodeHash(left, right), last);
  }

  /** 32 bytes for each perfect subtree. */
  subtreeRoots(): Uint8Array {
    return Buffer.concat(this.#subtrees);
  }
}

function bitsSet(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
