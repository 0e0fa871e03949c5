import type { OperatorChain, PublicChain } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import { jstDay } from '../opening/index.ts';
import { currentSwitches, stopFor } from '../switches/index.ts';

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

/** Chains that offer something at `now` or from an announced day on (R26), without those that are stopped (R42). */
export async function publicChains(db: Connection, now: Date): Promise<readonly PublicChain[]> {
  const today = jstDay(now);
  const [described, switches] = [await describeChains(db), await currentSwitches(db)];
  return (await listChains(db))
    .filter(({ id }) => stopFor({ chain: id }, switches) === undefined)
    .map(({ id, name, offers }) => ({
      id,
      name,
      ...described.get(id),
      offers: offers
        .filter(({ lastDay }) => lastDay === undefined || lastDay >= today)
        .map(({ stores, ...offer }) => ({ ...offer, someStores: stores !== undefined })),
    }))
    .filter(({ offers }) => offers.length > 0);
}

async function describeChains(
  db: Connection,
): Promise<ReadonlyMap<string, Pick<PublicChain, 'nameLatin' | 'note'>>> {
  const chains = await db.selectFrom('chain').select(['id', 'name_latin', 'note']).execute();
  return new Map(
    chains.map(({ id, name_latin, note }) => [
      id,
      { ...(name_latin !== null && { nameLatin: name_latin }), ...(note !== null && { note }) },
    ]),
  );
}
