import { type CardDevice, CardGoneError, encodeResponse, fromHex } from '@kaijo/iso7816';
import type { CardMemory, CardState } from '../state/card-state.ts';
import type { CardStore } from '../state/card-store.ts';
import { type Card, newPowerCycle, type PowerCycle, type RandomBytes, type Reselect } from './card.ts';
import { execute } from './interpreter.ts';
import { closeChannel } from './issuer-channel.ts';

/** Answer to reset of the cards of today (card.md). */
export const ATR: Uint8Array = fromHex('3BE000FF8131FE4514');

export interface VirtualCardOptions {
  readonly store: CardStore;
  readonly random: RandomBytes;
  /** Default `clear`. */
  readonly reselect?: Reselect;
}

/**
 * A My Number Card in software: a test double. It behaves like the card towards its clients (card.md), but it is neither
 * constant in time nor proof against tampering, and its store holds PINs and keys in the clear.
 *
 * Commands are executed one after the other, in the order of the calls. Every change of a PIN or counter is in the
 * store before the answer is given.
 */
export class VirtualCard implements CardDevice {
  readonly #store: CardStore;
  readonly #random: RandomBytes;
  readonly #reselect: Reselect;
  #state: CardState;
  #cycle: PowerCycle | undefined;
  #storeFailed = false;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: VirtualCardOptions, state: CardState) {
    this.#store = options.store;
    this.#random = options.random;
    this.#reselect = options.reselect ?? 'clear';
    this.#state = state;
  }

  /** @throws CardFileError when the store has no card to give */
  static async insert(options: VirtualCardOptions): Promise<VirtualCard> {
    return new VirtualCard(options, await options.store.load());
  }

  powerOn(): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      this.#endCycle();
      if (this.#storeFailed) await this.#reload();
      this.#cycle = newPowerCycle();
      return Uint8Array.from(ATR);
    });
  }

  powerOff(): Promise<void> {
    return this.#inTurn(async () => this.#endCycle());
  }

  /** @throws CardGoneError without power, or when the store failed: whether the command was executed is unknown then */
  exchange(command: Uint8Array): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      if (this.#cycle === undefined) throw new CardGoneError('the card has no power');
      return encodeResponse(await execute(this.#powered(this.#cycle), command));
    });
  }

  /** Powers the card off and closes its store. */
  async remove(): Promise<void> {
    await this.powerOff();
    await this.#store.close();
  }

  #powered(cycle: PowerCycle): Card {
    const card = this;
    return {
      cycle,
      body: this.#state.body,
      get memory() {
        return card.#state.memory;
      },
      random: this.#random,
      reselect: this.#reselect,
      commit: (memory) => this.#commit(memory),
    };
  }

  async #commit(memory: CardMemory): Promise<void> {
    try {
      await this.#store.save(memory);
    } catch (error) {
      // The file may be the old one or the new one, so no answer would be true: the card goes mute.
      this.#storeFailed = true;
      this.#endCycle();
      throw new CardGoneError('the card could not write its memory', { cause: error });
    }
    this.#state = { ...this.#state, memory };
  }

  #endCycle(): void {
    if (this.#cycle !== undefined) closeChannel(this.#cycle);
    this.#cycle = undefined;
  }

  async #reload(): Promise<void> {
    this.#state = await this.#store.load();
    this.#storeFailed = false;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
