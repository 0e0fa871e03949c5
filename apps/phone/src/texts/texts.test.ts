import { catalogueFaults } from '@kaijo/ui/testing';
import { expect, it } from 'vitest';
import { phoneCatalogues } from './index.ts';

it('speaks seven languages, completely', async () => {
  expect(await catalogueFaults(phoneCatalogues)).toEqual([]);
});
