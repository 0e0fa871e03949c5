import { pinBOf } from '@kaijo/cli/demo';
import { connectOperator, enrolKiosk, makeCard, personaCard } from '@kaijo/cli/installation';
import {
  createKioskClient,
  createPhoneClient,
  type Fetch,
  type KioskClient,
  type LivenessAnswer,
  type PhoneClient,
  provingPinFor,
  type Reservation,
  type TargetPin,
} from '@kaijo/contract';
import type { CardChannel } from '@kaijo/iso7816';
import { persona } from '@kaijo/personas';
import {
  type Begun,
  type CompletionOutbox,
  deliverAll,
  KioskReset,
  type Patience,
  type Proven,
  type Reserved,
  reserve,
  type TakenFrames,
  tapCard,
  type Written,
} from '@kaijo/procedures';
import { mutualTlsFetch } from '@kaijo/procedures/mutual-tls';
import { Secret } from '@kaijo/secret';
import type { CardState, HolderPin } from '@kaijo/virtual-card';
import type { CardInHand } from './card-in-hand.ts';
import type { RestartableService } from './restartable-service.ts';
import { Wire } from './wire.ts';

export const HOLDER = 'hanako';
export const PINS: Readonly<Record<HolderPin, string>> = {
  auth: '4190',
  sign: 'KAIJO7',
  support: '5203',
  resident: '6814',
};

/** A different one in each attempt: the one that was typed last has to be the one that works. */
const NEW_PINS: Readonly<Record<TargetPin, readonly string[]>> = {
  auth: ['8305', '9417', '7026', '6158'],
  sign: ['FIRST1TRY', 'SECOND2TRY', 'THIRD3TRY', 'FOURTH4TRY'],
};

export function newPinOf(target: TargetPin, attempt: number): string {
  const pin = NEW_PINS[target][attempt - 1];
  if (pin === undefined) throw new Error(`still not completed after ${attempt - 1} attempts`);
  return pin;
}

/** Asks twice more, at once. */
export const PATIENT: Patience = { attempts: 3, firstWait: 0, sleep: async () => {} };
/** Takes the first silence for an answer. */
export const IMPATIENT: Patience = { ...PATIENT, attempts: 1 };

/** A locked card of this installation, to be copied for each case: making its keys takes a second. */
export async function lockedCard(
  service: Pick<RestartableService, 'folder' | 'now'>,
  target: TargetPin,
  pins: Readonly<Record<HolderPin, string>> = PINS,
): Promise<CardState> {
  const pin = (kind: HolderPin): Secret => Secret.ofAscii(pins[kind]);
  return makeCard(service.folder, {
    ...(await personaCard(HOLDER)),
    pins: { auth: pin('auth'), sign: pin('sign'), support: pin('support'), resident: pin('resident') },
    locked: [target],
    now: service.now(),
  });
}

export interface Phone {
  readonly wire: Wire;
  readonly client: PhoneClient;
}

export function phoneAt(service: RestartableService): Phone {
  const wire = new Wire({ fetch: (url, init) => fetch(url, init), baseUrl: () => service.publicUrl });
  const client = createPhoneClient({ baseUrl: 'http://service', fetch: wire.fetch, language: 'en' });
  return { wire, client };
}

export interface Kiosk {
  readonly wire: Wire;
  readonly client: KioskClient;
  close(): Promise<void>;
}

/** A new kiosk in a store that offers both PINs. */
export async function kioskAt(service: RestartableService): Promise<Kiosk> {
  const operator = await connectOperator(service.folder);
  try {
    const found = await phoneAt(service).client.listStores({ pin: 'auth' });
    const store = found.kind === 'ok' ? found.body.stores[0] : undefined;
    if (store === undefined) throw new Error('no store offers the auth PIN');
    const { identity } = await enrolKiosk(operator, store.id);
    const tls = mutualTlsFetch(identity);
    const wire = new Wire({ fetch: tls.fetch as Fetch, baseUrl: () => service.kioskUrl });
    const client = createKioskClient({ baseUrl: 'https://service', fetch: wire.fetch, language: 'en' });
    return { wire, client, close: tls.close };
  } finally {
    await operator.close();
  }
}

/** What a camera takes that stands before a face check which looks at nothing. */
export const ANY_FRAMES: TakenFrames = {
  frames: Array.from({ length: 8 }, (_, index) => ({
    jpeg: Uint8Array.of(0xff, 0xd8, 0xff, index),
    step: 'look-straight' as const,
    at: 400 * index,
  })),
};

/** The phone's step, from the first message to the reservation. */
export async function reserveByPhone(of: {
  readonly phone: Phone;
  readonly card: CardInHand;
  readonly target: TargetPin;
  readonly provingPin?: string;
  readonly patience: Patience;
  readonly now: Date;
  readonly takeFrames: (challenge: LivenessAnswer) => Promise<TakenFrames>;
  readonly terms: string;
}): Promise<Reserved> {
  const { phone, card, target, patience, now, provingPin = PINS[provingPinFor(target)] } = of;
  return reserve(
    { phone: phone.client, patience },
    {
      targetPin: target,
      appInstance: crypto.randomUUID(),
      ...(target === 'sign' && { terms: of.terms }),
      tap: async ({ nonce }) => {
        const channel = await card.connect();
        try {
          return await tapCard(channel, {
            targetPin: target,
            nonce,
            askProvingPin: async () => Secret.ofAscii(provingPin),
            ...(target === 'sign' && { pinB: pinBOf(persona(HOLDER), now) }),
          });
        } finally {
          await channel.disconnect();
        }
      },
      takeFrames: of.takeFrames,
    },
  );
}

/** The terms that the holder consents to (R44). */
export async function currentTerms({ client }: Phone): Promise<string> {
  const status = await client.showStatus();
  if (status.kind !== 'ok') throw new Error('no status');
  return status.body.terms.version;
}

export async function reservationOf({ client }: Phone, token: string): Promise<Reservation> {
  const shown = await client.showReservation(token);
  if (shown.kind !== 'ok') throw new Error(`the reservation cannot be shown: ${shown.kind}`);
  return shown.body;
}

export type AttemptEnd =
  /** A proof that an earlier attempt left behind was answered: the reset is completed. */
  | { readonly kind: 'completed-late' }
  | Exclude<Begun, { kind: 'ready' }>
  | Exclude<Proven, { kind: 'proven' }>
  | Written;

/** One attempt at the machine: what the kiosk's process does from its start until it has nothing more to do. */
export async function attemptAtKiosk(of: {
  readonly client: KioskClient;
  readonly outbox: CompletionOutbox;
  readonly patience: Patience;
  readonly now: () => Date;
  readonly channel: CardChannel;
  readonly target: TargetPin;
  readonly provingPin?: string;
  readonly newPin: string;
}): Promise<AttemptEnd> {
  const { client: kiosk, outbox, patience, now, channel } = of;
  const { provingPin = PINS[provingPinFor(of.target)] } = of;
  const late = await deliverAll({ kiosk, outbox, patience });
  if (late.some(({ kind }) => kind === 'completed')) return { kind: 'completed-late' };
  const begun = await KioskReset.begin(channel, { kiosk, outbox, patience, now });
  if (begun.kind !== 'ready') return begun;
  const proven = await begun.reset.prove(Secret.ofAscii(provingPin));
  if (proven.kind !== 'proven') return proven;
  return begun.reset.write(Secret.ofAscii(of.newPin));
}
