import { emptyRoot, HASH_BYTES, nodeHash } from './hashing.ts';

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
    return new GrowingTree(size, splitHashes(roots));
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
    if (last === undefined) return emptyRoot();
    return rest.reduce((right, left) => nodeHash(left, right), last);
  }

  /** 32 bytes for each perfect subtree. */
  subtreeRoots(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#subtrees));
  }

  copy(): GrowingTree {
    return new GrowingTree(this.#size, [...this.#subtrees]);
  }
}

/** Hashes that stand one behind the other. @throws RangeError when one is cut */
export function splitHashes(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length % HASH_BYTES !== 0) throw new RangeError('a hash is cut');
  const hashes: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += HASH_BYTES) hashes.push(bytes.slice(at, at + HASH_BYTES));
  return hashes;
}

function bitsSet(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
