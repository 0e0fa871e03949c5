import { ROUTES } from '@kaijo/contract';
import type { Transaction } from '../database/index.ts';
import { answer, defineCommand, type Endpoint } from '../http/index.ts';
import { storeOfKiosk } from '../kiosk-trust/index.ts';
import { type StoreToday, storeAt } from '../stores/index.ts';
import { currentSwitches, stopFor } from '../switches/index.ts';
import { clockOffset } from './rules.ts';
import { keepReport } from './storage.ts';

/** `PUT /v1/kiosk/report`: what the kiosk says of itself is kept; it hears what its screen has to show (R42). */
export function reportEndpoint(): Endpoint {
  return defineCommand(ROUTES.reportKiosk, {
    decide: async ({ tx, now, body, caller: { kiosk } }) => {
      await keepReport(tx, {
        kiosk,
        report: body,
        clockOffsetMs: clockOffset(new Date(body.kioskTime), now),
        now,
      });
      const store = await storeOf(tx, kiosk, now);
      const stop = stopFor({ chain: store.chain, store: store.id, kiosk }, await currentSwitches(tx));
      return answer(200, {
        now: now.toISOString(),
        storeName: store.name,
        ...(stop && { stopped: stop.sentence }),
      });
    },
  });
}

async function storeOf(tx: Transaction, kiosk: string, now: Date): Promise<StoreToday> {
  const store = await storeAt(tx, storeOfKiosk(tx, kiosk), now);
  if (store === undefined) throw new Error(`kiosk ${kiosk} stands in no known store`);
  return store;
}
