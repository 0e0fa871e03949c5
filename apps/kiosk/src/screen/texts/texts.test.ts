import { catalogueFaults } from '@kaijo/ui/testing';
import { expect, it } from 'vitest';
import { catalogues } from './index.ts';

it('the kiosk speaks all its sentences in seven languages', async () => {
  expect(await catalogueFaults(catalogues)).toEqual([]);
});
