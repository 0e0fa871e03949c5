import { type PhoneClient, provingPinFor } from '@kaijo/contract';
import type { CardChannel } from '@kaijo/iso7816';
import type { PinB, PinState } from '@kaijo/mynacard';
import { type Patience, type Reserved, reserve, type TapOutcome, tapCard } from '@kaijo/procedures';
import type { Secret } from '@kaijo/secret';
import { fromCallback } from 'xstate';
import type { CardSource, NoReader } from '../card/card-source.ts';
import { askTries, holdCard } from '../card/hold-card.ts';
import { type Failure, failureOf, localFailure } from '../flow/failure.ts';
import type { ProcedureInput } from '../flow/machine.ts';
import type { HolderEvent, ProcedureEvent } from '../flow/types.ts';
import { HolderEvents } from './holder-events.ts';

export interface ProcedureParts {
  readonly client: PhoneClient;
  readonly cards: CardSource;
  readonly appInstance: () => string;
  /** Waits, and sooner when the network is back. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** About a minute: lifts and tunnels. The waits are cut at five seconds, and the network's return ends one early. */
const ATTEMPTS = 15;
const LONGEST_WAIT_MS = 5_000;

/**
 * The procedure of packages/procedures, driven by what the holder does and telling what it waits for. Its card and the
 * holder's PIN live here, in memory, and are let go when the actor is stopped.
 */
export function procedureActor(parts: ProcedureParts) {
  return fromCallback<HolderEvent, ProcedureInput>(({ input, sendBack, receive }) => {
    const stopped = new AbortController();
    const holder = new HolderEvents(stopped.signal);
    receive((event) => holder.hear(event));
    const tell = (event: ProcedureEvent): void => {
      if (!stopped.signal.aborted) sendBack(event);
    };
    const run = new Run(parts, input, holder, tell, stopped.signal);
    const working = run.work().finally(() => run.forget());
    working.catch((error: unknown) => {
      if (stopped.signal.aborted) return;
      tell({ type: 'FAILED', failure: localFailure('card-defective') });
      // A bug: whoever watches the page's errors shall hear of it. No message of ours holds a PIN (R30).
      queueMicrotask(() => {
        throw error;
      });
    });
    return () => stopped.abort();
  });
}

class Run {
  readonly #parts: ProcedureParts;
  readonly #input: ProcedureInput;
  readonly #holder: HolderEvents;
  readonly #tell: (event: ProcedureEvent) => void;
  readonly #signal: AbortSignal;
  #pinB: PinB | undefined;
  #noReader: NoReader | undefined;

  constructor(
    parts: ProcedureParts,
    input: ProcedureInput,
    holder: HolderEvents,
    tell: (event: ProcedureEvent) => void,
    signal: AbortSignal,
  ) {
    this.#parts = parts;
    this.#input = input;
    this.#holder = holder;
    this.#tell = tell;
    this.#signal = signal;
  }

  forget(): void {
    this.#pinB?.secret.wipe();
  }

  async work(): Promise<void> {
    const { target, terms } = this.#input;
    let outcome = await reserve(
      { phone: this.#parts.client, patience: this.#patience() },
      {
        targetPin: target,
        appInstance: this.#parts.appInstance(),
        ...(target === 'sign' && terms !== undefined && { terms }),
        tap: (session) => this.#tap(session.nonce),
        takeFrames: async (challenge) => {
          this.#tell({ type: 'NETWORK', waiting: false });
          this.#tell({ type: 'CHALLENGE', challenge });
          return (await this.#holder.next('FRAMES')).taken;
        },
      },
    );
    while (outcome.kind === 'face-refused') {
      const { problem, again } = outcome;
      this.#tell({ type: 'NETWORK', waiting: false });
      this.#tell({
        type: 'FACE_REFUSED',
        failure: failureOf(problem),
        ...(problem.triesLeft !== undefined && { triesLeft: problem.triesLeft }),
      });
      await this.#holder.next('AGAIN');
      await this.#holder.next('FACE_READY');
      outcome = await again();
    }
    this.#end(outcome);
  }

  #end(outcome: Exclude<Reserved, { kind: 'face-refused' }>): void {
    this.#tell({ type: 'NETWORK', waiting: false });
    if (outcome.kind === 'given-up') {
      if (this.#noReader !== undefined) this.#tell({ type: 'FAILED', failure: localFailure(this.#noReader) });
      return;
    }
    if (outcome.kind === 'reserved') {
      const { token, reservation } = outcome.answer;
      this.#tell({ type: 'RESERVED', known: { token, reservation, heard: true } });
      return;
    }
    this.#tell({ type: 'FAILED', failure: failureIn(outcome) });
  }

  /** The network comes back, or it does not: the holder is told, and the same message goes again under its key. */
  #patience(): Patience {
    return {
      attempts: ATTEMPTS,
      firstWait: 300,
      sleep: async (milliseconds) => {
        this.#tell({ type: 'NETWORK', waiting: true });
        await this.#parts.sleep(Math.min(milliseconds, LONGEST_WAIT_MS), this.#signal);
        this.#signal.throwIfAborted();
      },
    };
  }

  /** From the session to the card's answer: what is printed (sign PIN), the tries left, the PIN, the reading. */
  async #tap(nonce: Uint8Array): Promise<TapOutcome> {
    this.#tell({ type: 'NETWORK', waiting: false });
    this.#tell({ type: 'SESSION_OPEN' });
    await this.#askPrinted();
    for (;;) {
      const shown = await this.#askTries();
      if (typeof shown !== 'number') return shown;
      const outcome = await this.#read(nonce, shown);
      if (outcome === 'pin-b-wrong') {
        await this.#askPrinted();
        continue;
      }
      if (outcome.kind === 'read') {
        this.#tell({ type: 'CARD_READ' });
        // The camera is ready before the challenge's 60 seconds begin.
        if (this.#input.target === 'sign') await this.#holder.next('FACE_READY');
      }
      return outcome;
    }
  }

  async #askPrinted(): Promise<void> {
    if (this.#input.target !== 'sign') return;
    this.#pinB?.secret.wipe();
    this.#pinB = (await this.#holder.next('PRINTED')).pinB;
  }

  /** R10: the tries left before the holder types. A number, or why there is nothing to type. */
  async #askTries(): Promise<number | Exclude<TapOutcome, { kind: 'read' }>> {
    for (;;) {
      const held = await this.#hold(askTries);
      if (held === 'no-reader') return { kind: 'given-up' };
      if (held.kind === 'card-gone') this.#tell({ type: 'CARD_SLIPPED' });
      else if (held.kind !== 'asked') return held;
      else {
        const left = triesIn(held.states[provingPinFor(this.#input.target)]);
        if (typeof left === 'number') this.#tell({ type: 'TRIES', left });
        return left;
      }
    }
  }

  /**
   * Takes a PIN and reads the card with it, again and again until it is read or refused for good. When the card slips,
   * the same PIN is used for the card again, unless the tries left say that it was found wrong in between: then nothing
   * is sent, and the holder types again.
   */
  async #read(nonce: Uint8Array, shown: number): Promise<TapOutcome | 'pin-b-wrong'> {
    let left = shown;
    for (;;) {
      const { pin } = await this.#holder.next('PIN');
      const outcome = await this.#readWith(pin, nonce, left).finally(() => pin.wipe());
      if (typeof outcome !== 'number') return outcome;
      left = outcome;
      this.#tell({ type: 'PIN_WRONG', triesLeft: left });
    }
  }

  /** A number: the PIN was wrong, and so many tries are left. */
  async #readWith(
    pin: Secret,
    nonce: Uint8Array,
    shown: number,
  ): Promise<TapOutcome | 'pin-b-wrong' | number> {
    for (;;) {
      const outcome = await this.#tapOnce(pin, nonce, shown);
      if (outcome === 'no-reader') return { kind: 'given-up' };
      if (typeof outcome === 'number') return outcome;
      if (outcome.kind === 'proving-pin' && outcome.outcome.kind === 'wrong')
        return outcome.outcome.triesLeft;
      if (outcome.kind === 'pin-b' && outcome.outcome.kind === 'wrong') {
        this.#tell({ type: 'PIN_B_WRONG' });
        return 'pin-b-wrong';
      }
      if (outcome.kind !== 'card-gone') return outcome;
      this.#tell({ type: 'CARD_SLIPPED' });
    }
  }

  async #tapOnce(pin: Secret, nonce: Uint8Array, shown: number): Promise<TapOutcome | number | 'no-reader'> {
    const pinB = this.#pinB;
    let state: PinState | undefined;
    const outcome = await this.#hold((channel) =>
      tapCard(channel, {
        targetPin: this.#input.target,
        nonce,
        ...(pinB && { pinB }),
        askProvingPin: async (now) => {
          state = now;
          const left = triesIn(now);
          return typeof left === 'number' && left >= shown ? pin : undefined;
        },
      }),
    );
    if (outcome === 'no-reader' || outcome.kind !== 'given-up' || state === undefined) return outcome;
    return triesIn(state) as number | TapOutcome;
  }

  async #hold<T>(work: (channel: CardChannel) => Promise<T>): Promise<T | 'no-reader'> {
    const held = await holdCard(this.#parts.cards, this.#signal, work);
    if (held.kind === 'done') return held.value;
    this.#noReader = held.why;
    return 'no-reader';
  }
}

function triesIn(state: PinState): number | Exclude<TapOutcome, { kind: 'read' }> {
  switch (state.kind) {
    case 'tries':
      return state.left;
    case 'verified':
      return Number.POSITIVE_INFINITY;
    case 'no-tries-left':
      return { kind: 'proving-pin', outcome: { kind: 'locked', byThisTry: false } };
    case 'absent':
      return { kind: 'no-certificate' };
  }
}

function failureIn(outcome: Exclude<Reserved, { kind: 'face-refused' | 'reserved' | 'given-up' }>): Failure {
  switch (outcome.kind) {
    case 'refused':
      return failureOf(outcome.problem);
    case 'unreachable':
    case 'not-a-my-number-card':
    case 'no-certificate':
    case 'card-defective':
      return localFailure(outcome.kind);
    case 'card-gone':
      return localFailure('card-defective');
    case 'proving-pin':
      return localFailure(
        outcome.outcome.kind === 'initialised' ? 'proving-pin-not-set' : 'proving-pin-locked',
      );
    case 'pin-b':
      return localFailure(outcome.outcome.kind === 'too-few-tries' ? 'pin-b-used-up' : 'pin-b-locked');
  }
}
