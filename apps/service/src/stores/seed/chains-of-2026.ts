import type { TargetPin } from '@kaijo/contract';
import type { Migration } from 'kysely';

interface Chain {
  readonly id: string;
  readonly name: string;
  readonly pins: readonly TargetPin[];
  /** Without it each store that takes part has offers of its own. */
  readonly everywhere: boolean;
}

/** R26 as it stood at the start of 2026. */
export const CHAINS_OF_2026: readonly Chain[] = [
  { id: 'lawson', name: 'ローソン', pins: ['sign'], everywhere: true },
  { id: 'familymart', name: 'ファミリーマート', pins: ['sign'], everywhere: true },
  { id: 'ministop', name: 'ミニストップ', pins: ['sign'], everywhere: true },
  { id: 'daiei', name: 'ダイエー', pins: ['sign'], everywhere: false },
  { id: 'seven-eleven', name: 'セブン-イレブン', pins: ['sign', 'auth'], everywhere: true },
  { id: 'aeon-retail', name: 'イオンリテール', pins: ['sign', 'auth'], everywhere: true },
  { id: 'aeon-hokkaido', name: 'イオン北海道', pins: ['sign', 'auth'], everywhere: false },
  { id: 'aeon-tohoku', name: 'イオン東北', pins: ['sign', 'auth'], everywhere: false },
  { id: 'fuji', name: 'フジ', pins: ['sign', 'auth'], everywhere: false },
];

/** The first day for which that list is known to hold; the chains began at different times before it. */
export const FIRST_DAY_OF_2026 = '2026-01-01';

/** Once for each database, whoever starts first: an operator's later changes stay. */
export const insertChainsOf2026: Migration = {
  async up(db) {
    const chains = CHAINS_OF_2026.map(({ id, name }) => ({ id, name }));
    await db.insertInto('chain').values(chains).execute();
    const offers = CHAINS_OF_2026.filter(({ everywhere }) => everywhere).flatMap(({ id, pins }) =>
      pins.map((pin) => ({ chain: id, pin, first_day: FIRST_DAY_OF_2026 })),
    );
    await db.insertInto('offer').values(offers).execute();
  },
};
