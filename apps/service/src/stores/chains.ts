import type { OperatorChain } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';

/** Every chain with its offers, past and to come (R26), for the operator. */
export async function listChains(db: Connection): Promise<readonly OperatorChain[]> {
  const chains = await db.selectFrom('chain').select(['id', 'name']).orderBy('id').execute();
  const offers = await db
    .selectFrom('offer')
    .select(({ fn }) => ['chain', 'pin', 'first_day', 'last_day', fn.count<number>('store').as('stores')])
    // Null and not null apart: an offer of the whole chain is not a store's.
    .select(({ eb }) => eb('store', 'is', null).as('everywhere'))
    .groupBy(({ eb }) => ['chain', 'pin', 'first_day', 'last_day', eb('store', 'is', null)])
    .orderBy('first_day')
    .orderBy('pin', 'desc')
    .execute();
  return chains.map(({ id, name }) => ({
    id,
    name,
    offers: offers
      .filter(({ chain }) => chain === id)
      .map(({ pin, first_day, last_day, stores, everywhere }) => ({
        pin,
        firstDay: first_day,
        ...(last_day !== null && { lastDay: last_day }),
        ...(!everywhere && { stores: Number(stores) }),
      })),
  }));
}
