import { cameraOf } from '@kaijo/cli/demo';
import { dataFolder } from '@kaijo/cli/installation';
import { provingPinFor, type TargetPin } from '@kaijo/contract';
import { type CardChannel, CardGoneError } from '@kaijo/iso7816';
import { type CompletionOutbox, memoryOutbox, type PendingCompletion } from '@kaijo/procedures';
import type { CardState, HolderPin } from '@kaijo/virtual-card';
import { CardInHand } from '../../support/card-in-hand.ts';
import type { ServiceInAProcess } from '../../support/restartable-service.ts';
import {
  type AttemptEnd,
  attemptAtKiosk,
  currentTerms,
  HOLDER,
  IMPATIENT,
  type Kiosk,
  lockedCard,
  PATIENT,
  type Phone,
  reserveByPhone,
} from '../../support/story.ts';

/** PINs of one story. */
export interface StoryPins {
  readonly card: Readonly<Record<HolderPin, string>>;
  /** Typed for the proving PIN, and wrong. */
  readonly wrong: string;
  /** New values: of an attempt that is torn, and of the last one. */
  readonly torn: string;
  readonly last: string;
}

export interface WholeStory {
  readonly card: CardState;
  readonly ends: readonly AttemptEnd['kind'][];
  /** What the kiosk kept on its disk. */
  readonly kept: readonly PendingCompletion[];
}

/**
 * A reset with everything that goes wrong on the way and still ends well: somebody else before the camera, a wrong
 * proving PIN, a card that is torn away after its PIN was set, an answer that is lost.
 */
export async function wholeStory(of: {
  readonly service: ServiceInAProcess;
  readonly issuerFolder: string;
  readonly phone: Phone;
  readonly kiosk: Kiosk;
  readonly target: TargetPin;
  readonly pins: StoryPins;
}): Promise<WholeStory> {
  const { service, kiosk, target, pins } = of;
  const folder = { ...dataFolder({ KAIJO_DATA: service.folder.root }), issuer: of.issuerFolder };
  const state = await lockedCard({ folder, now: service.now }, target, pins.card);
  const card = await CardInHand.of(state);
  const provingPin = pins.card[provingPinFor(target)];
  await reserveWithAStranger({ ...of, card, provingPin });

  const kept: PendingCompletion[] = [];
  const outbox = remembering(memoryOutbox(), kept);
  const attempt = async (pin: string, newPin: string, tornAt?: number): Promise<AttemptEnd['kind']> => {
    const connected = await card.connect();
    const { kind } = await attemptAtKiosk({
      client: kiosk.client,
      now: service.now,
      patience: IMPATIENT,
      outbox,
      channel: tornAt === undefined ? connected : tornAfter(connected, tornAt),
      target,
      provingPin: pin,
      newPin,
    });
    await connected.disconnect();
    return kind;
  };

  const ends = [
    await attempt(pins.wrong, pins.torn),
    await attempt(provingPin, pins.torn, CHANGE_REFERENCE_DATA),
  ];
  kiosk.wire.arm({ when: 'after', message: LAST_MESSAGE });
  ends.push(await attempt(provingPin, pins.last));
  ends.push(await attempt(provingPin, pins.last));
  return { card: state, ends, kept };
}

const CHANGE_REFERENCE_DATA = 0x24;
const LAST_MESSAGE = 3;

/** Sign PIN: the first who stands before the camera is not the holder. */
async function reserveWithAStranger(of: {
  readonly service: ServiceInAProcess;
  readonly phone: Phone;
  readonly card: CardInHand;
  readonly target: TargetPin;
  readonly provingPin: string;
}): Promise<void> {
  const { service, phone, card, target, provingPin } = of;
  let camera = cameraOf(STRANGER);
  const reserved = await reserveByPhone({
    phone,
    card,
    target,
    provingPin,
    patience: PATIENT,
    terms: await currentTerms(phone),
    now: service.now(),
    takeFrames: (challenge) => camera(challenge),
  });
  camera = cameraOf(HOLDER);
  let outcome = reserved;
  // More than once where the machine is so busy that the judge or the challenge runs out of time, which counts for nothing.
  for (let again = 0; outcome.kind === 'face-refused' && again < 8; again++) outcome = await outcome.again();
  if (outcome.kind !== 'reserved') throw new Error(`not reserved: ${JSON.stringify(outcome)}`);
  if (target === 'sign' && reserved.kind !== 'face-refused')
    throw new Error('a stranger was taken for the holder');
}

const STRANGER = 'taro';

function tornAfter(channel: CardChannel, instruction: number): CardChannel {
  return {
    exclusive: channel.exclusive,
    async transmit(command) {
      const answer = await channel.transmit(command);
      if (command[1] !== instruction) return answer;
      await channel.disconnect();
      throw new CardGoneError('the card was taken away');
    },
    disconnect: () => channel.disconnect(),
  };
}

function remembering(outbox: CompletionOutbox, kept: PendingCompletion[]): CompletionOutbox {
  return {
    async keep(pending) {
      kept.push(pending);
      await outbox.keep(pending);
    },
    forget: (session) => outbox.forget(session),
    list: () => outbox.list(),
  };
}
