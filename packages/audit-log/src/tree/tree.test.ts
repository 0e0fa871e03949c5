import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingTree } from './growing-tree.ts';
import { emptyRoot, leafHash, nodeHash } from './hashing.ts';
import { consistencyRanges, inclusionRanges, type LeafRange, RangeHasher } from './ranges.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** Leaves, roots and proofs of the reference tests of Certificate Transparency. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((leaf) => leafHash(bytes(leaf)));
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const NODE = {
  '0-1': '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  '1-2': '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '0-2': 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  '2-4': '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '4-5': 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  '4-6': '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  '6-8': 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  '0-4': 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4-8': '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
} as const;
/** Index, size, audit path. */
const INCLUSION = [
  [0, 8, ['1-2', '2-4', '4-8']],
  [5, 8, ['4-5', '6-8', '0-4']],
  [2, 3, ['0-2']],
  [1, 5, ['0-1', '2-4', '4-5']],
] as const;
/** Older size, newer size, proof. */
const CONSISTENCY = [
  [1, 1, []],
  [1, 8, ['1-2', '2-4', '4-8']],
  [6, 8, ['4-6', '6-8', '0-4']],
  [2, 5, ['2-4', '4-5']],
] as const;

/** The definition of RFC 6962, 2.1, as it is written there. */
function definedRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return emptyRoot();
  if (hashes.length === 1) return hashes[0] as Uint8Array;
  let k = 1;
  while (2 * k < hashes.length) k *= 2;
  return nodeHash(definedRoot(hashes.slice(0, k)), definedRoot(hashes.slice(k)));
}

function proofOf(hashes: readonly Uint8Array[], ranges: readonly LeafRange[]): readonly Uint8Array[] {
  const hasher = new RangeHasher(ranges);
  for (const hash of hashes) hasher.append(hash);
  return hasher.roots();
}

const head = (size: number, hashes: readonly Uint8Array[] = LEAVES) => ({
  size,
  root: definedRoot(hashes.slice(0, size)),
});

describe('the Merkle tree of RFC 6962', () => {
  it('is the hash of nothing when it is empty', () => {
    expect(hex(GrowingTree.empty().root())).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('has the roots of the reference tests at every size', () => {
    const tree = GrowingTree.empty();
    for (const [index, leaf] of LEAVES.entries()) {
      tree.append(leaf);
      expect(hex(tree.root())).toBe(ROOTS[index]);
    }
  });

  it.each(INCLUSION)('leaf %i of %i has the audit path of the reference tests', (index, size, path) => {
    const proof = proofOf(LEAVES.slice(0, size), inclusionRanges(index, size));
    expect(proof.map(hex)).toEqual(path.map((node) => NODE[node]));
    const claim = { leafHash: LEAVES[index] as Uint8Array, index, ...head(size), proof };
    expect(verifyInclusion(claim)).toBe(true);
  });

  it.each(CONSISTENCY)('%i to %i has the consistency proof of the reference tests', (old, size, nodes) => {
    const proof = proofOf(LEAVES.slice(0, size), consistencyRanges(old, size));
    expect(proof.map(hex)).toEqual(nodes.map((node) => NODE[node]));
    expect(verifyConsistency(head(old), head(size), proof)).toBe(true);
  });

  it('refuses roots of another size, leaves that are not there, and an older tree that is larger', () => {
    expect(() => GrowingTree.from(3, new Uint8Array(32))).toThrow(RangeError);
    expect(() => inclusionRanges(3, 3)).toThrow(RangeError);
    expect(() => consistencyRanges(4, 3)).toThrow(RangeError);
    const cut = new RangeHasher(inclusionRanges(0, 3));
    cut.append(LEAVES[0] as Uint8Array);
    expect(() => cut.roots()).toThrow('missing');
  });
});

const someLeaves = fc
  .array(fc.uint8Array({ maxLength: 3 }), { minLength: 1, maxLength: 70 })
  .map((leaves) => leaves.map(leafHash));

describe('for every tree', () => {
  it('it grows to what the definition says, from wherever it was put aside', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(70), (all, pause) => {
        let tree = GrowingTree.empty();
        all.forEach((leaf, index) => {
          if (index === pause) tree = GrowingTree.from(tree.size, tree.subtreeRoots());
          tree.append(leaf);
        });
        expect(tree.size).toBe(all.length);
        expect(hex(tree.root())).toBe(hex(definedRoot(all)));
      }),
    );
  });

  it('each leaf is proven at its place, and nowhere else, and no other leaf there', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), (all, at, other) => {
        const [index, size] = [at % all.length, all.length];
        const proof = proofOf(all, inclusionRanges(index, size));
        const claim = { leafHash: all[index] as Uint8Array, index, size, root: definedRoot(all), proof };
        expect(verifyInclusion(claim)).toBe(true);
        const elsewhere = other % size;
        const path = proofOf(all, inclusionRanges(elsewhere, size)).map(hex);
        if (elsewhere !== index && path.join() !== proof.map(hex).join())
          expect(verifyInclusion({ ...claim, index: elsewhere })).toBe(false);
        expect(verifyInclusion({ ...claim, index: size })).toBe(false);
        expect(verifyInclusion({ ...claim, leafHash: leafHash(bytes('ffffffff')) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, proof[0] ?? claim.root] })).toBe(false);
        if (proof.length > 0) expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
      }),
    );
  });

  it('each older tree is proven to be its beginning, and no other one', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), (all, at) => {
        const size = all.length;
        const old = (at % size) + 1;
        const proof = proofOf(all, consistencyRanges(old, size));
        const [older, newer] = [head(old, all), head(size, all)];
        expect(verifyConsistency(older, newer, proof)).toBe(true);
        const rewritten = [...all.slice(0, old - 1), leafHash(bytes('ffffffff'))];
        expect(verifyConsistency(head(old, rewritten), newer, proof)).toBe(false);
        expect(verifyConsistency(newer, older, proof)).toBe(old === size);
        expect(verifyConsistency(older, newer, [...proof, newer.root])).toBe(false);
        if (proof.length > 0) expect(verifyConsistency(older, newer, proof.slice(1))).toBe(false);
      }),
    );
  });

  it('holds sizes that no bit operator could', () => {
    const size = 2 ** 40 + 1;
    expect(inclusionRanges(size - 1, size)).toEqual([{ start: 0, end: 2 ** 40 }]);
    expect(consistencyRanges(2 ** 40, size)).toEqual([{ start: 2 ** 40, end: size }]);
  });
});
