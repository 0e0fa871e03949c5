import { GrowingTree } from './growing-tree.ts';

/** Leaves from `start` until before `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Whose roots the audit path of leaf `index` in a tree of `size` leaves consists of, in its order (RFC 6962, 2.1.1).
 * @throws RangeError for a leaf that the tree does not have
 */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  if (!(index >= 0 && index < size)) throw new RangeError('the tree has no such leaf');
  const path = (start: number, end: number): LeafRange[] => {
    if (end - start === 1) return [];
    const middle = start + leftSize(end - start);
    return index < middle
      ? [...path(start, middle), { start: middle, end }]
      : [...path(middle, end), { start, end: middle }];
  };
  return path(0, size);
}

/**
 * Whose roots the proof consists of that a tree of `size` leaves goes on from its first `old` ones, in its order
 * (RFC 6962, 2.1.2). Empty for `old` 0 and for `old` = `size`. @throws RangeError when the old tree is the larger one
 */
export function consistencyRanges(old: number, size: number): readonly LeafRange[] {
  if (!(old >= 0 && old <= size)) throw new RangeError('the older tree is larger');
  const subproof = (start: number, end: number, known: boolean): LeafRange[] => {
    if (old === end) return known ? [] : [{ start, end }];
    const middle = start + leftSize(end - start);
    return old <= middle
      ? [...subproof(start, middle, known), { start: middle, end }]
      : [...subproof(middle, end, false), { start, end: middle }];
  };
  return old === 0 ? [] : subproof(0, size, true);
}

/** The largest power of two below `size`, which is at least 2. */
function leftSize(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

/**
 * Computes the roots of ranges that do not overlap, from all leaf hashes in their order: one pass, and memory for a
 * logarithm of the leaves.
 */
export class RangeHasher {
  readonly #ranges: readonly LeafRange[];
  readonly #inOrder: readonly LeafRange[];
  readonly #roots = new Map<LeafRange, Uint8Array>();
  #next = 0;
  #current = 0;
  #tree = GrowingTree.empty();

  constructor(ranges: readonly LeafRange[]) {
    this.#ranges = ranges;
    this.#inOrder = ranges.toSorted((a, b) => a.start - b.start);
  }

  append(hashOfLeaf: Uint8Array): void {
    const index = this.#next++;
    const range = this.#inOrder[this.#current];
    if (range === undefined || index < range.start) return;
    this.#tree.append(hashOfLeaf);
    if (index + 1 < range.end) return;
    this.#roots.set(range, this.#tree.root());
    this.#tree = GrowingTree.empty();
    this.#current += 1;
  }

  /** In the order in which the ranges were given. @throws RangeError when leaves are missing */
  roots(): readonly Uint8Array[] {
    return this.#ranges.map((range) => {
      const root = this.#roots.get(range);
      if (root === undefined) throw new RangeError('leaves are missing');
      return root;
    });
  }
}
