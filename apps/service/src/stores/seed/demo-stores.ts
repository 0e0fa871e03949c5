import type { Transaction } from '../../database/index.ts';
import { searchColumns } from '../tables.ts';
import { CHAINS_OF_2026, FIRST_DAY_OF_2026 } from './chains-of-2026.ts';

interface DemoStore {
  readonly number: number;
  readonly chain: string;
  readonly name: string;
  readonly prefecture: string;
  readonly municipality: string;
  readonly address: string;
  readonly postcode: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Of a chain of which only some stores take part. */
  readonly takesPart?: true;
}

/**
 * Stores that do not exist, in municipalities that do not exist: something to look at in a demo, one of them with
 * both PINs (the demo kiosk's), one beside it with the sign PIN only, and one that takes no part at all.
 */
// biome-ignore format: a table
const DEMO_STORES: readonly DemoStore[] = [
  { number: 1, chain: 'seven-eleven', name: 'セブン-イレブン 鍵が丘一丁目店', prefecture: '東京都', municipality: '解錠区', address: '鍵が丘一丁目1番1号', postcode: '1000001', latitude: 35.6712, longitude: 139.7645 },
  { number: 2, chain: 'seven-eleven', name: 'セブン-イレブン 錠野暗証町店', prefecture: '神奈川県', municipality: '錠野市', address: '暗証町7番地', postcode: '2310001', latitude: 35.4437, longitude: 139.638 },
  { number: 3, chain: 'lawson', name: 'ローソン 鍵が丘駅前店', prefecture: '東京都', municipality: '解錠区', address: '鍵が丘一丁目9番2号', postcode: '1000001', latitude: 35.6724, longitude: 139.7672 },
  { number: 4, chain: 'lawson', name: 'ローソン 北合鍵店', prefecture: '大阪府', municipality: '鍵山市', address: '北合鍵三丁目1番4号', postcode: '5300001', latitude: 34.6937, longitude: 135.5023 },
  { number: 5, chain: 'familymart', name: 'ファミリーマート 鍵が丘二丁目店', prefecture: '東京都', municipality: '解錠区', address: '鍵が丘二丁目5番8号', postcode: '1000002', latitude: 35.6695, longitude: 139.7611 },
  { number: 6, chain: 'familymart', name: 'ファミリーマート 開門町店', prefecture: '福岡県', municipality: '鍵崎市', address: '開門町8丁目2番1号', postcode: '8100001', latitude: 33.5902, longitude: 130.4017 },
  { number: 7, chain: 'ministop', name: 'ミニストップ 栄鍵店', prefecture: '愛知県', municipality: '開錠市', address: '栄鍵二丁目3番', postcode: '4600001', latitude: 35.1815, longitude: 136.9066 },
  { number: 8, chain: 'ministop', name: 'ミニストップ 鍵が丘三丁目店', prefecture: '東京都', municipality: '解錠区', address: '鍵が丘三丁目4番6号', postcode: '1000003', latitude: 35.6748, longitude: 139.7588 },
  { number: 9, chain: 'daiei', name: 'ダイエー 鍵山店', prefecture: '大阪府', municipality: '鍵山市', address: '南合鍵一丁目2番', postcode: '5400001', latitude: 34.6818, longitude: 135.4959, takesPart: true },
  { number: 10, chain: 'daiei', name: 'ダイエー 東鍵山店', prefecture: '大阪府', municipality: '鍵山市', address: '東合鍵五丁目6番', postcode: '5770001', latitude: 34.6855, longitude: 135.5321 },
  { number: 11, chain: 'aeon-retail', name: 'イオン 開錠店', prefecture: '愛知県', municipality: '開錠市', address: '中鍵三丁目10番', postcode: '4600002', latitude: 35.1701, longitude: 136.8815 },
  { number: 12, chain: 'aeon-retail', name: 'イオンスタイル 錠京店', prefecture: '京都府', municipality: '錠京市', address: '下ル鍵町20番地', postcode: '6000001', latitude: 35.0116, longitude: 135.7681 },
  { number: 13, chain: 'aeon-hokkaido', name: 'イオン 錠別店', prefecture: '北海道', municipality: '錠別市', address: '北三条東一丁目2番地', postcode: '0600001', latitude: 43.0618, longitude: 141.3545, takesPart: true },
  { number: 14, chain: 'aeon-hokkaido', name: 'マックスバリュ 錠別南店', prefecture: '北海道', municipality: '錠別市', address: '南九条西五丁目1番地', postcode: '0640001', latitude: 43.0444, longitude: 141.3462 },
  { number: 15, chain: 'aeon-tohoku', name: 'イオン 錠台店', prefecture: '宮城県', municipality: '錠台市青鍵区', address: '閂町3番地', postcode: '9800001', latitude: 38.2682, longitude: 140.8694, takesPart: true },
  { number: 16, chain: 'fuji', name: 'フジ 鍵島店', prefecture: '広島県', municipality: '鍵島市錠区', address: '本鍵通2番', postcode: '7300001', latitude: 34.3853, longitude: 132.4553, takesPart: true },
  { number: 17, chain: 'fuji', name: 'フジ 松錠店', prefecture: '愛媛県', municipality: '松錠市', address: '閂一丁目8番', postcode: '7900001', latitude: 33.8416, longitude: 132.7657, takesPart: true },
];

/** The demo kiosk stands here: both PINs. */
export const DEMO_STORE = idOf(1);
/** A few hundred metres away, the sign PIN only (R27). */
export const DEMO_SIGN_ONLY_STORE = idOf(3);
/** Of a chain that takes part with some of its stores, but not with this one. */
export const DEMO_STORE_WITHOUT_OFFER = idOf(10);

/** Adds the demo's stores where they are missing, so that it may be called at each start. For demos and tests only. */
export async function seedDemoStores(tx: Transaction): Promise<void> {
  const stores = DEMO_STORES.map(({ number, takesPart: _, ...store }) => ({ id: idOf(number), ...store }));
  const inserted = await tx
    .insertInto('store')
    .values(stores.map((store) => ({ ...store, ...searchColumns(store) })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  const areas = stores.map(({ prefecture, municipality }) => ({ prefecture, municipality }));
  await tx
    .insertInto('store_area')
    .values(areas)
    .onConflict((conflict) => conflict.columns(['prefecture', 'municipality']).doNothing())
    .execute();
  const isNew = new Set(inserted.map(({ id }) => id));
  const offers = DEMO_STORES.filter(({ number, takesPart }) => takesPart && isNew.has(idOf(number))).flatMap(
    ({ number, chain }) =>
      (CHAINS_OF_2026.find(({ id }) => id === chain)?.pins ?? []).map((pin) => ({
        chain,
        store: idOf(number),
        pin,
        first_day: FIRST_DAY_OF_2026,
      })),
  );
  if (offers.length > 0) await tx.insertInto('offer').values(offers).execute();
}

function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
