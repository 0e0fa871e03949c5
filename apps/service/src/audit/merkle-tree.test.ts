import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingTree, leafHash, nodeHash, sha256 } from './merkle-tree.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Leaves and roots of the reference tests of Certificate Transparency. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
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

/** The definition of RFC 6962, 2.1, as it is written there. */
function definedRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leafHash(leaves[0] as Uint8Array);
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return nodeHash(definedRoot(leaves.slice(0, k)), definedRoot(leaves.slice(k)));
}

describe('the Merkle tree of RFC 6962', () => {
  it('is the hash of nothing when it is empty', () => {
    expect(hex(GrowingTree.empty().root())).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('has the roots of the reference tests at every size', () => {
    const tree = GrowingTree.empty();
    for (const [index, leaf] of LEAVES.entries()) {
      tree.append(leafHash(Buffer.from(leaf, 'hex')));
      expect(hex(tree.root())).toBe(ROOTS[index]);
    }
  });

  it('grows to what the definition says, from wherever it was put aside', () => {
    const leaves = fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 70 });
    fc.assert(
      fc.property(leaves, fc.nat(70), (all, pause) => {
        let tree = GrowingTree.empty();
        all.forEach((leaf, index) => {
          if (index === pause) tree = GrowingTree.from(tree.size, tree.subtreeRoots());
          tree.append(leafHash(leaf));
        });
        expect(tree.size).toBe(all.length);
        expect(hex(tree.root())).toBe(hex(definedRoot(all)));
      }),
    );
  });

  it('refuses roots of another size', () => {
    expect(() => GrowingTree.from(3, new Uint8Array(32))).toThrow(RangeError);
  });
});
