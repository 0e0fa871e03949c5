import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectOperator,
  type DataFolder,
  dataFolder,
  enrolKiosk,
  makeCard,
  personaCard,
} from '@kaijo/cli/installation';
import {
  createKioskClient,
  createPhoneClient,
  type Fetch,
  type KioskClient,
  type PhoneClient,
  provingPinFor,
  type TargetPin,
} from '@kaijo/contract';
import { type CardChannel, connectInProcess } from '@kaijo/iso7816';
import { DEFAULT_PATIENCE, KioskReset, memoryOutbox, reserve, tapCard } from '@kaijo/procedures';
import { mutualTlsFetch } from '@kaijo/procedures/mutual-tls';
import { Secret } from '@kaijo/secret';
import { type CardState, MemoryCardStore, VirtualCard } from '@kaijo/virtual-card';

export const HOLDER = 'hanako';
export const PINS = { auth: '4190', sign: 'KAIJO7', support: '5203', resident: '6814' } as const;
const NEW_PIN = '8305';

/** A data folder that is gone afterwards. */
export async function inFreshFolder<T>(work: (folder: DataFolder) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'kaijo-bench-'));
  try {
    return await work(dataFolder({ KAIJO_DATA: root }));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const NOON_IN_JAPAN = 3 * 3_600_000;
const DAY = 24 * 3_600_000;

/** Milliseconds to the next noon in Japan, when kiosks are open (R24). */
export function untilNoon(now = Date.now()): number {
  return (NOON_IN_JAPAN - (now % DAY) + DAY) % DAY;
}

export const SETTINGS = {
  PORT: '0',
  KAIJO_KIOSK_PORT: '0',
  KAIJO_LOG_LEVEL: 'error',
  KAIJO_REQUESTS_PER_MINUTE: '1000000',
  KAIJO_SESSIONS_PER_HOUR: '0',
  KAIJO_FACE_MODULE: 'none',
} as const;

export async function lockedCard(folder: DataFolder, target: TargetPin, now: Date): Promise<CardState> {
  return makeCard(folder, {
    ...(await personaCard(HOLDER)),
    pins: {
      auth: Secret.ofAscii(PINS.auth),
      sign: Secret.ofAscii(PINS.sign),
      support: Secret.ofAscii(PINS.support),
      resident: Secret.ofAscii(PINS.resident),
    },
    locked: [target],
    now,
  });
}

export function insert(state: CardState): Promise<VirtualCard> {
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
  return VirtualCard.insert({ store: new MemoryCardStore(state), random });
}

/** A phone and a kiosk at a running service. */
export interface Desk extends AsyncDisposable {
  readonly phone: PhoneClient;
  readonly kiosk: KioskClient;
}

/** `around`: put around the kiosk's requests. */
export async function deskAt(
  folder: DataFolder,
  publicUrl: string,
  around = (fetch: Fetch): Fetch => fetch,
): Promise<Desk> {
  const phone = createPhoneClient({ baseUrl: publicUrl, fetch: globalThis.fetch });
  const found = await phone.listStores({ pin: 'auth' });
  const store = found.kind === 'ok' ? found.body.stores[0] : undefined;
  if (store === undefined) throw new Error('no store offers the auth PIN');
  const operator = await connectOperator(folder);
  const { identity, url } = await enrolKiosk(operator, store.id);
  await operator.close();
  const tls = mutualTlsFetch(identity);
  return {
    phone,
    kiosk: createKioskClient({ baseUrl: url, fetch: around(tls.fetch) }),
    [Symbol.asyncDispose]: tls.close,
  };
}

/** The auth PIN's reservation: no face check stands in its way. */
export async function reserveAuthPin({ phone }: Desk, card: VirtualCard): Promise<void> {
  const reserved = await reserve(
    { phone, patience: DEFAULT_PATIENCE },
    {
      targetPin: 'auth',
      appInstance: crypto.randomUUID(),
      tap: async ({ nonce }) =>
        withChannel(card, (channel) =>
          tapCard(channel, {
            targetPin: 'auth',
            nonce,
            askProvingPin: async () => Secret.ofAscii(PINS.sign),
          }),
        ),
    },
  );
  if (reserved.kind !== 'reserved') throw new Error(`not reserved: ${JSON.stringify(reserved)}`);
}

/** One whole kiosk session: three requests. */
export async function completeAtKiosk({ kiosk }: Desk, card: VirtualCard, now: () => Date): Promise<void> {
  await withChannel(card, async (channel) => {
    const desk = { kiosk, outbox: memoryOutbox(), patience: DEFAULT_PATIENCE, now };
    const begun = await KioskReset.begin(channel, desk);
    if (begun.kind !== 'ready') throw new Error(`not begun: ${JSON.stringify(begun)}`);
    const proven = await begun.reset.prove(Secret.ofAscii(PINS[provingPinFor('auth')]));
    if (proven.kind !== 'proven') throw new Error(`not proven: ${proven.kind}`);
    const written = await begun.reset.write(Secret.ofAscii(NEW_PIN));
    if (written.kind !== 'completed') throw new Error(`not completed: ${JSON.stringify(written)}`);
  });
}

/** A card laid on, until `work` is over. */
export async function withChannel<T>(
  card: VirtualCard,
  work: (channel: CardChannel) => Promise<T>,
): Promise<T> {
  const channel = await connectInProcess(card);
  try {
    return await work(channel);
  } finally {
    await channel.disconnect();
  }
}
