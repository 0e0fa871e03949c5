import { ROUTES } from '@kaijo/contract';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import { answer, defineQuery, type Endpoint, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { publicChains } from './chains.ts';
import { readPlace } from './distance.ts';
import { offeringStores } from './storage.ts';

const STORES_LISTED = 50;

export function storeEndpoints({
  db,
  clock,
}: {
  readonly db: Database;
  readonly clock: Clock;
}): readonly Endpoint[] {
  return [
    /** At most 50 stores: the nearest, those of a place, or without either the first by prefecture and name. */
    defineQuery(ROUTES.listStores, async ({ query: { pin, near, place } }) => {
      const position = near === undefined ? undefined : readPlace(near);
      if (near !== undefined && position === undefined)
        return refuse(invalidField('query/near', 'is not on the globe'));
      const search = {
        limit: STORES_LISTED,
        ...(pin && { pin }),
        ...(position && { near: position }),
        ...(place && { place }),
      };
      return answer(200, { stores: [...(await offeringStores(db, search, clock.now()))] });
    }),
    defineQuery(ROUTES.listChains, async () =>
      answer(200, { chains: [...(await publicChains(db, clock.now()))] }),
    ),
  ];
}
