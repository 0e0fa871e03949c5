import { type CardChannel, CardGoneError } from '@kaijo/iso7816';

/** The command at which a card is pulled away, and whether the card has still executed it. */
export interface Tear {
  readonly instruction: number;
  readonly executed: boolean;
}

/** One for each of R33's states: as it was, initialised, set and not proven (card.md, Reset, 3 to 5). */
export const TEARS: readonly Tear[] = [
  { instruction: 0x82, executed: false },
  { instruction: 0x2c, executed: true },
  { instruction: 0x24, executed: true },
];

/** A card on a reader from which its holder pulls it at `tearAt`. */
export class TearableChannel implements CardChannel {
  readonly #channel: CardChannel;
  tearAt: Tear | undefined;

  constructor(channel: CardChannel) {
    this.#channel = channel;
  }

  get exclusive(): boolean {
    return this.#channel.exclusive;
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    const isTorn = command[1] === this.tearAt?.instruction;
    if (!isTorn) return this.#channel.transmit(command);
    if (this.tearAt?.executed) await this.#channel.transmit(command);
    await this.#channel.disconnect();
    throw new CardGoneError('the card was taken away');
  }

  disconnect(): Promise<void> {
    return this.#channel.disconnect();
  }
}
