import { catalogueFaults } from '@kaijo/ui/testing';
import { expect, it } from 'vitest';
import { counterCatalogues } from './index.ts';

it('speaks seven languages, completely', async () => {
  expect(await catalogueFaults(counterCatalogues)).toEqual([]);
});
