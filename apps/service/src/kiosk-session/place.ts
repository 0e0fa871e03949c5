import type { Connection } from '../database/index.ts';
import { type StoreToday, storeAt } from '../stores/index.ts';

/** The store that the kiosk stands in, with what it offers at `now` (R26). */
export async function placeOfKiosk(db: Connection, kiosk: string, now: Date): Promise<StoreToday> {
  const row = await db.selectFrom('kiosk').select('store').where('id', '=', kiosk).executeTakeFirst();
  const store = row && (await storeAt(db, row.store, now));
  if (store === undefined) throw new Error(`kiosk ${kiosk} stands in no known store`);
  return store;
}
