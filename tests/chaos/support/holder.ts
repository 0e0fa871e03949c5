import { pinBOf } from '@kaijo/cli/demo';
import {
  type KioskClient,
  type PhoneClient,
  problemTypeOf,
  provingPinFor,
  type TargetPin,
} from '@kaijo/contract';
import { persona } from '@kaijo/personas';
import {
  type CompletionOutbox,
  memoryOutbox,
  type Patience,
  type Reserved,
  reserve,
  tapCard,
} from '@kaijo/procedures';
import { Secret } from '@kaijo/secret';
import { targetStateAfter } from '../../faults/support/r33.ts';
import { type CardInHand, pinValue } from '../../support/card-in-hand.ts';
import { ANY_FRAMES, attemptAtKiosk, HOLDER, PINS } from '../../support/story.ts';
import type { Chance } from './chance.ts';
import type { CardAtEnd, Fact } from './history.ts';

const TRIES: Readonly<Record<TargetPin, number>> = { auth: 3, sign: 5 };

export interface HolderOptions {
  readonly number: number;
  readonly card: CardInHand;
  readonly targetPin: TargetPin;
  readonly phone: PhoneClient;
  readonly kiosk: KioskClient;
  readonly terms: string;
  readonly patience: Patience;
  readonly now: () => Date;
  readonly chance: Chance;
  readonly note: (fact: Fact) => void;
}

/** Somebody with a card, a phone and a kiosk that are always at work, with the clients that Kaijo ships. */
export class Holder {
  readonly #of: HolderOptions;
  readonly #outbox: CompletionOutbox;
  /** What the target PIN may be (R33). */
  #allowed: (string | undefined)[] = [];
  /** The session whose proof was kept last. */
  #lastProof = '';
  /** One tap at a time: it is one card. */
  #card: Promise<unknown> = Promise.resolve();

  constructor(of: HolderOptions) {
    this.#of = of;
    const memory = memoryOutbox();
    this.#outbox = {
      ...memory,
      keep: async (pending) => {
        await memory.keep(pending);
        this.#lastProof = pending.session;
        of.note({ kind: 'proof-kept', card: of.number, session: pending.session });
      },
    };
  }

  /** A reservation after another, most of them carried to the kiosk, until `end`. */
  async repairUntil(end: number): Promise<void> {
    while (Date.now() < end) {
      const { chance } = this.#of;
      const reserved = chance.once(4) ? await this.#reserveTwice() : await this.#reserve('holder');
      if (reserved?.kind !== 'reserved') continue;
      if (chance.once(6)) await this.#cancel(reserved.answer.reservation.id, reserved.answer.token);
      else await this.#finish(end);
    }
  }

  /** Reserves once, then shows a face that is not the holder's until there are no more tries (R19), and beyond. */
  async failUntil(end: number): Promise<void> {
    for (let made = false; !made && Date.now() < end; )
      made = (await this.#reserve('holder')).kind === 'reserved';
    for (let refused = 0; refused < 2 && Date.now() < end; ) {
      const outcome = await this.#reserve('stranger');
      if (outcome.kind !== 'refused' || problemTypeOf(outcome.problem) !== 'app-restricted') continue;
      this.#of.note({ kind: 'restricted', card: this.#of.number });
      refused++;
    }
  }

  /** When nothing is killed any more: what lies in the outbox is answered. */
  async settle(): Promise<void> {
    await this.#finish(Date.now() + 60_000);
  }

  async atEnd(): Promise<CardAtEnd> {
    const { number, card, targetPin } = this.#of;
    const proving = provingPinFor(targetPin);
    const tries = await card.askTries();
    const left = tries[proving];
    return {
      card: number,
      targetPin,
      value: pinValue((await card.memory()).pins[targetPin]),
      allowed: this.#allowed,
      provingTriesLeft: left.kind === 'tries' ? left.left : 0,
      provingTriesFull: TRIES[proving],
    };
  }

  /** Two phones for one card at once: R15 leaves one reservation. */
  async #reserveTwice(): Promise<Reserved | undefined> {
    const both = await Promise.all([this.#reserve('holder'), this.#reserve('holder')]);
    return both.find(({ kind }) => kind === 'reserved');
  }

  async #reserve(face: 'holder' | 'stranger'): Promise<Reserved> {
    const { number, card, targetPin, phone, patience, terms, now, note } = this.#of;
    const reserved = await reserve(
      { phone, patience },
      {
        targetPin,
        appInstance: crypto.randomUUID(),
        ...(targetPin === 'sign' && { terms }),
        tap: ({ nonce }) =>
          this.#withCard(async () => {
            const channel = await card.connect();
            try {
              return await tapCard(channel, {
                targetPin,
                nonce,
                askProvingPin: async () => Secret.ofAscii(PINS[provingPinFor(targetPin)]),
                ...(targetPin === 'sign' && { pinB: pinBOf(persona(HOLDER), now()) }),
              });
            } finally {
              await channel.disconnect();
            }
          }),
        takeFrames: async () => {
          if (face === 'holder') return ANY_FRAMES_OF_THE_HOLDER;
          note({ kind: 'face-shown', card: number });
          return ANY_FRAMES;
        },
      },
    );
    if (reserved.kind === 'reserved')
      note({ kind: 'reserved', card: number, reservation: reserved.answer.reservation.id });
    if (reserved.kind === 'face-refused' && reserved.problem.triesLeft !== undefined)
      note({ kind: 'face-failed', card: number, triesLeft: reserved.problem.triesLeft });
    return reserved;
  }

  async #cancel(reservation: string, token: string): Promise<void> {
    const { phone, note, number } = this.#of;
    const cancelled = await phone.cancelReservation(token);
    if (cancelled.kind === 'ok')
      note({ kind: 'cancelled', card: number, reservation, endedBy: cancelled.body.endedBy ?? '' });
  }

  /** Attempts at the kiosk until the card's reservation is completed or gone. */
  async #finish(end: number): Promise<void> {
    const { card, targetPin, kiosk, patience, now, chance, number, note } = this.#of;
    while (Date.now() < end) {
      const typed = chance.oneOf(NEW_PINS[targetPin]);
      const before = await card.memory();
      const channel = await card.connect();
      const attempt = await attemptAtKiosk({
        client: kiosk,
        outbox: this.#outbox,
        patience,
        now,
        channel,
        target: targetPin,
        newPin: typed,
      });
      await card.tear.powerOff();
      const after = await card.memory();
      // Throws for a fourth state, a try lost, or another PIN changed.
      const state = targetStateAfter({ before, after, target: targetPin, typed });
      if (state !== 'unchanged') this.#allowed = [state === 'set' ? typed : undefined];
      else if (this.#allowed.length === 0) this.#allowed = [pinValue(before.pins[targetPin])];
      if (attempt.kind === 'completed') {
        this.#allowed = [typed];
        const { receipt } = attempt.receipt;
        note({ kind: 'receipt', card: number, session: this.#lastProof, receipt });
        return;
      }
      if (attempt.kind === 'completed-late') return;
      if (attempt.kind === 'refused' && OVER.has(problemTypeOf(attempt.problem))) return;
    }
  }

  async #withCard<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#card.then(work);
    this.#card = mine.catch(() => {});
    return mine;
  }
}

const OVER: ReadonlySet<string | undefined> = new Set(['no-reservation', 'reservation-expired']);

/** None of them is weak (R12). */
const NEW_PINS: Readonly<Record<TargetPin, readonly string[]>> = {
  auth: ['8305', '9417', '7026', '6158', '2749', '5082'],
  sign: ['FIRST1TRY', 'SECOND2TRY', 'THIRD3TRY', 'FOURTH4TRY'],
};

const ANY_FRAMES_OF_THE_HOLDER = {
  frames: ANY_FRAMES.frames.map((frame, index) => ({
    ...frame,
    jpeg: Uint8Array.of(0xff, 0xd8, 0xff, index + 1),
  })),
};
