import type { Sentence, TargetPin } from '@kaijo/contract';
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

/** How the public reads the chains’ names without Japanese, and where those take part that do not everywhere. */
const WORDS_OF_2026: readonly {
  readonly id: string;
  readonly nameLatin: string;
  readonly note?: Required<Pick<Sentence, 'ja' | 'en'>>;
}[] = [
  { id: 'lawson', nameLatin: 'Lawson' },
  { id: 'familymart', nameLatin: 'FamilyMart' },
  { id: 'ministop', nameLatin: 'Ministop' },
  { id: 'daiei', nameLatin: 'Daiei', note: { ja: '一部店舗', en: 'Some stores' } },
  { id: 'seven-eleven', nameLatin: 'Seven-Eleven' },
  {
    id: 'aeon-retail',
    nameLatin: 'Aeon Retail',
    note: {
      ja: '本州・四国の「イオン」「イオンスタイル」',
      en: '“Aeon” and “Aeon Style” in Honshu and Shikoku',
    },
  },
  { id: 'aeon-hokkaido', nameLatin: 'Aeon Hokkaido', note: { ja: '一部店舗', en: 'Some stores' } },
  { id: 'aeon-tohoku', nameLatin: 'Aeon Tohoku', note: { ja: '一部店舗', en: 'Some stores' } },
  {
    id: 'fuji',
    nameLatin: 'Fuji',
    note: { ja: '中国・四国地方の一部店舗', en: 'Some stores in Chugoku and Shikoku' },
  },
];

/** Names and notes came later than the chains. */
export const describeChainsOf2026: Migration = {
  async up(db) {
    for (const { id, nameLatin, note } of WORDS_OF_2026) {
      const words = { name_latin: nameLatin, note: note === undefined ? null : JSON.stringify(note) };
      await db.updateTable('chain').set(words).where('id', '=', id).execute();
    }
  },
};

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
