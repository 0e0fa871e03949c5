import { connectOperator, type DataFolder, enrolKiosk } from '@kaijo/cli/installation';
import { createKioskClient, createPhoneClient, type Fetch, type KioskClient } from '@kaijo/contract';
import { mutualTlsFetch } from '@kaijo/procedures/mutual-tls';
import { insert, lockedCard } from '../core/installation.ts';
import type { ClockSetting } from './clock-setting.ts';
import { goWay, type Played } from './holder.ts';
import type { Slice } from './slice.ts';
import type { Step } from './step.ts';
import { Timetable } from './timetable.ts';

/** A running service whose clock can be set; its face check is `scriptedFaces`. */
export interface PacedService {
  readonly folder: DataFolder;
  readonly publicUrl: string;
  setClock(setting: ClockSetting): Promise<void>;
}

/** A message of the slice, from its first byte to the end of its answer. */
export interface Message {
  readonly route: string;
  readonly milliseconds: number;
}

export interface PlayedSlice {
  /** Steps within the slice. */
  readonly played: readonly Played[];
  /** Receipts that kiosks were given, before the slice as well. */
  readonly receipts: number;
  readonly messages: readonly Message[];
  /** How long the slice took by the machine's clock. */
  readonly seconds: number;
}

/** Before the first step: when the cards are made and the kiosks enrolled. */
const BEFOREHAND = 3_600_000;

export function startOf({ people }: Slice): number {
  return (
    Math.min(...[...people.values()].map(([first]) => first?.at ?? Number.POSITIVE_INFINITY)) - BEFOREHAND
  );
}

/**
 * Has everybody of a slice go their way at a real service: what was before the slice one after another with the clock set
 * from step to step, the slice itself with a clock that goes `speed` times as fast as the machine's.
 * `onSlice`: when the slice begins, and when it is over.
 */
export async function playSlice(
  slice: Slice,
  service: PacedService,
  speed: number,
  onSlice: (begins: boolean) => Promise<void> = async () => {},
): Promise<PlayedSlice> {
  const start = startOf(slice);
  const messages: Message[] = [];
  let isSlice = false;
  const measured =
    (fetch: Fetch): Fetch =>
    async (url, init) => {
      const before = performance.now();
      const response = await fetch(url, init);
      // Read here, so that the answer's way is part of it.
      const body = await response.arrayBuffer();
      const { pathname } = new URL(url);
      const route = `${init.method ?? 'GET'} ${pathname.replace(/[0-9a-f-]{36}/, ':id')}`;
      if (isSlice) messages.push({ route, milliseconds: performance.now() - before });
      const { status, headers } = response;
      return new Response(status === 204 ? null : body, { status, headers: Object.fromEntries(headers) });
    };
  const phone = createPhoneClient({
    baseUrl: service.publicUrl,
    fetch: measured((url, init) => fetch(url, init)),
  });
  await service.setClock({ at: start, since: Date.now(), speed: 0 });
  const time = new Timetable(start, (setting) => service.setClock(setting));
  const status = await phone.showStatus();
  if (status.kind !== 'ok') throw new Error('the service does not answer');
  const { version: terms } = status.body.terms;
  const kiosks = await kiosksOf(slice, service, phone, measured);
  try {
    const played: Played[] = [];
    const ways: (() => Promise<void>)[] = [];
    for (const [card, steps] of slice.people) {
      const target = targetOf(steps);
      const state = await lockedCard(service.folder, target, new Date(start));
      const of = { steps, target, number: ways.length, phone, kioskIn: kiosks.client, terms, time };
      const inserted = await insert(state);
      const note = (one: Played): void => void played.push(one);
      ways.push(() =>
        goWay({ ...of, card: inserted, note }).catch((error) => {
          throw new Error(`${card}: ${error}`, { cause: error });
        }),
      );
    }
    const all = Promise.all(ways.map((way) => time.follow(way())));
    await Promise.race([time.catchUp(slice.from), all]);
    isSlice = true;
    await onSlice(true);
    const before = performance.now();
    await time.run(slice.from, speed);
    await all;
    const seconds = (performance.now() - before) / 1_000;
    await onSlice(false);
    const receipts = played.filter(({ said }) => said === 'completed').length;
    return { played: played.filter(({ step }) => step.at >= slice.from), receipts, messages, seconds };
  } finally {
    await kiosks.close();
  }
}

function targetOf([first]: readonly Step[]): 'sign' | 'auth' {
  if (first?.kind !== 'phone') throw new Error('a way begins with the phone');
  return first.target;
}

/** A kiosk for each store that somebody comes to, all in one store of the demo list that offers both PINs. */
async function kiosksOf(
  slice: Slice,
  service: PacedService,
  phone: ReturnType<typeof createPhoneClient>,
  measured: (fetch: Fetch) => Fetch,
) {
  const found = await phone.listStores({ pin: 'auth' });
  const place = found.kind === 'ok' ? found.body.stores[0] : undefined;
  if (place === undefined) throw new Error('no store offers the auth PIN');
  const stores = new Set(
    [...slice.people.values()].flat().flatMap((step) => (step.kind === 'session' ? [step.store] : [])),
  );
  const clients = new Map<number, KioskClient>();
  const open: (() => Promise<void>)[] = [];
  const operator = await connectOperator(service.folder);
  for (const store of stores) {
    const { identity, url } = await enrolKiosk(operator, place.id);
    const tls = mutualTlsFetch(identity);
    open.push(tls.close);
    clients.set(store, createKioskClient({ baseUrl: url, fetch: measured(tls.fetch as Fetch) }));
  }
  await operator.close();
  return {
    client: (store: number): KioskClient => clients.get(store) as KioskClient,
    async close() {
      for (const one of open) await one();
    },
  };
}
