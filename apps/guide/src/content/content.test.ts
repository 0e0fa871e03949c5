import { faultsOf } from '@kaijo/ui/testing';
import { expect, it } from 'vitest';
import { GUIDE_CATALOGUES } from './index.ts';
import type { ja } from './ja.ts';

it('says the whole municipal page in seven languages (R37)', () => {
  expect(faultsOf<typeof ja>(GUIDE_CATALOGUES)).toEqual([]);
});
