import type { Connection } from '../database/index.ts';
import { storeOfKiosk } from '../kiosk-trust/index.ts';
import { type StoreToday, storeAt } from '../stores/index.ts';

/** The store that the kiosk stands in, with what it offers at `now` (R26). */
export async function placeOfKiosk(db: Connection, kiosk: string, now: Date): Promise<StoreToday> {
  const id = await storeOfKiosk(db, kiosk);
  const store = id && (await storeAt(db, id, now));
  if (!store) throw new Error(`kiosk ${kiosk} stands in no known store`);
  return store;
}
