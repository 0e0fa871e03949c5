import { randomInt } from 'node:crypto';
import {
  createKioskClient,
  createPhoneClient,
  type LivenessAnswer,
  type Problem,
  provingPinFor,
  type TargetPin,
} from '@kaijo/contract';
import { type CardChannel, connectInProcess } from '@kaijo/iso7816';
import type { Persona } from '@kaijo/personas';
import {
  DEFAULT_PATIENCE,
  KioskReset,
  memoryOutbox,
  type Reserved,
  reserve,
  type TakenFrames,
  tapCard,
  type Written,
} from '@kaijo/procedures';
import { mutualTlsFetch } from '@kaijo/procedures/mutual-tls';
import { Secret } from '@kaijo/secret';
import {
  type HolderPin,
  LINK_MODELS,
  type LinkName,
  MemoryCardStore,
  overLink,
  VirtualCard,
} from '@kaijo/virtual-card';
import type { DataFolder } from '../installation/data-folder.ts';
import { enrolKiosk } from '../installation/kiosk-enrolment.ts';
import { makeCard, type NewCard } from '../installation/new-card.ts';
import { connectOperator } from '../installation/operator-client.ts';
import { randomBytes } from '../installation/random.ts';
import type { ServiceProcess } from '../installation/service-process.ts';
import { pinBOf } from './pin-b.ts';
import type { StepMeter } from './step-meter.ts';

export interface StoryOptions {
  /** The data folder that the service runs on. */
  readonly folder: DataFolder;
  readonly targetPin: TargetPin;
  readonly holder: Persona;
  readonly portrait: Uint8Array;
  readonly link: LinkName;
  /** The service's clock. */
  readonly now: () => Date;
  /** What the phone's camera sees for a challenge (sign PIN only). */
  readonly takeFrames: (challenge: LivenessAnswer) => Promise<TakenFrames>;
  /** Told after each face attempt that did not pass. */
  readonly onFaceRefused: (problem: Problem) => void;
}

export interface StoryResult {
  readonly completed: boolean;
  /** Why not, where it was not completed. */
  readonly refusal?: Problem;
  readonly reason?: string;
  /** From the card on the kiosk's reader to the receipt, without any typing; milliseconds. */
  readonly kioskMs?: number;
  /** Of the kiosk. */
  readonly serviceRoundTrips: number;
}

/** The whole story against a running service of its own: a locked PIN, the phone's step, the kiosk's step. */
export async function tellStory(
  service: ServiceProcess,
  meter: StepMeter,
  options: StoryOptions,
): Promise<StoryResult> {
  const pins = demoPins();
  const card = await meter.step('card: personalise, with the target PIN locked', () =>
    insertCard(options.folder, { ...options, pins, locked: [options.targetPin], now: options.now() }),
  );
  const connect = async (): Promise<CardChannel> => {
    const device = overLink(card, { model: LINK_MODELS[options.link], wait: milliseconds });
    return meter.countingCard(await connectInProcess(device));
  };
  const reserved = await reserveByPhone(service, meter, connect, pins, options);
  if (reserved.kind !== 'reserved') return { completed: false, serviceRoundTrips: 0, ...whyNot(reserved) };
  return resetAtKiosk(service, meter, connect, pins, options);
}

async function insertCard(folder: DataFolder, card: NewCard): Promise<VirtualCard> {
  return VirtualCard.insert({
    store: new MemoryCardStore(await makeCard(folder, card)),
    random: randomBytes,
  });
}

async function reserveByPhone(
  service: ServiceProcess,
  meter: StepMeter,
  connect: () => Promise<CardChannel>,
  pins: Readonly<Record<HolderPin, Secret>>,
  options: StoryOptions,
): Promise<Reserved> {
  const { targetPin } = options;
  const phone = createPhoneClient({ baseUrl: service.publicUrl, fetch: globalThis.fetch, language: 'en' });
  const status = await phone.showStatus();
  const terms = status.kind === 'ok' ? status.body.terms.version : '';
  let outcome = await meter.step(
    `phone: read the card with the ${provingPinFor(targetPin)} PIN and reserve`,
    () =>
      reserve(
        { phone, patience: DEFAULT_PATIENCE },
        {
          targetPin,
          appInstance: crypto.randomUUID(),
          ...(targetPin === 'sign' && { terms }),
          tap: async ({ nonce }) => {
            const channel = await connect();
            try {
              const askProvingPin = async (): Promise<Secret> => pins[provingPinFor(targetPin)];
              const pinB = targetPin === 'sign' ? { pinB: pinBOf(options.holder, options.now()) } : {};
              return await tapCard(channel, { targetPin, nonce, askProvingPin, ...pinB });
            } finally {
              await channel.disconnect();
            }
          },
          takeFrames: options.takeFrames,
        },
      ),
  );
  while (outcome.kind === 'face-refused') {
    options.onFaceRefused(outcome.problem);
    const { again } = outcome;
    outcome = await meter.step('phone: next face attempt', again);
  }
  return outcome;
}

async function resetAtKiosk(
  service: ServiceProcess,
  meter: StepMeter,
  connect: () => Promise<CardChannel>,
  pins: Readonly<Record<HolderPin, Secret>>,
  { folder, targetPin, now }: StoryOptions,
): Promise<StoryResult> {
  const operator = await connectOperator(folder);
  const enrolled = await enrolKiosk(operator, await aStoreOffering(service, targetPin)).finally(() =>
    operator.close(),
  );
  const tls = mutualTlsFetch(enrolled.identity);
  const kiosk = createKioskClient({
    baseUrl: enrolled.url,
    fetch: meter.countingFetch(tls.fetch),
    language: 'en',
  });
  const channel = await connect();
  const newPin = newPinFor(targetPin);
  const before = meter.steps.length;
  try {
    const begun = await meter.step('kiosk: card on the reader, find the reservation', () =>
      KioskReset.begin(channel, { kiosk, outbox: memoryOutbox(), patience: DEFAULT_PATIENCE, now }),
    );
    if (begun.kind !== 'ready') return { completed: false, serviceRoundTrips: meter.calls, ...whyNot(begun) };
    const { reset } = begun;
    const proving = provingPinFor(targetPin);
    const proven = await meter.step(`kiosk: prove with the ${proving} PIN`, () => reset.prove(pins[proving]));
    if (proven.kind !== 'proven')
      return { completed: false, serviceRoundTrips: meter.calls, reason: proven.kind };
    const written = await meter.step('kiosk: initialise, set and prove the new PIN', () =>
      reset.write(newPin),
    );
    const kioskMs = meter.steps.slice(before).reduce((sum, { ms }) => sum + ms, 0);
    const done = written.kind === 'completed';
    return { completed: done, kioskMs, serviceRoundTrips: meter.calls, ...(done ? {} : whyNot(written)) };
  } finally {
    newPin.wipe();
    await channel.disconnect();
    await tls.close();
  }
}

async function aStoreOffering(service: ServiceProcess, pin: TargetPin): Promise<string> {
  const phone = createPhoneClient({ baseUrl: service.publicUrl, fetch: globalThis.fetch });
  const answer = await phone.listStores({ pin });
  const store = answer.kind === 'ok' ? answer.body.stores[0] : undefined;
  if (store === undefined) throw new Error('the embedded service has demo stores for both PINs');
  return store.id;
}

function whyNot(
  outcome: { readonly kind: string; readonly problem?: Problem } | Written,
): Pick<StoryResult, 'refusal' | 'reason'> {
  const problem = 'problem' in outcome ? outcome.problem : undefined;
  return problem === undefined ? { reason: outcome.kind } : { refusal: problem, reason: outcome.kind };
}

/** Different in every run: a PIN that occurs nowhere else can be searched for (R30). */
function demoPins(): Readonly<Record<HolderPin, Secret>> {
  return { auth: digits(), sign: letters(), support: digits(), resident: digits() };
}

function newPinFor(targetPin: TargetPin): Secret {
  return targetPin === 'sign' ? letters() : digits();
}

/** Four digits that R12 does not call weak, whoever the holder is: no persona was born in the year 5xxx or a month 5x. */
function digits(): Secret {
  return Secret.ofAscii(`5${randomInt(8, 10)}${randomInt(0, 5)}${randomInt(0, 10)}`);
}

function letters(): Secret {
  const letter = (): string => String.fromCharCode(0x41 + randomInt(26));
  return Secret.ofAscii(`${letter()}${letter()}${letter()}${randomInt(10_000, 100_000)}`);
}

function milliseconds(duration: number): Promise<void> | void {
  if (duration <= 0) return;
  return new Promise((resolve) => setTimeout(resolve, duration));
}
