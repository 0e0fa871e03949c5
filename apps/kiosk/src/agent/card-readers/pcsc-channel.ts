import { type CardChannel, CardGoneError, CardProtocolError, EXTENDED_LE_MAX } from '@kaijo/iso7816';
import type { CardInterface as Card } from 'smartcard';
import { meaningOf } from './pcsc-error.ts';

/** `SCARD_UNPOWER_CARD`: ends every PIN state, whoever connects next. */
const UNPOWER = 2;
/** The binding's default takes 258 bytes; an extended answer is longer. */
const MAX_ANSWER = EXTENDED_LE_MAX + 2;

/** One exclusive PC/SC connection. */
export class PcscChannel implements CardChannel {
  readonly exclusive = true;
  readonly #card: Card;
  #underWay: Promise<unknown> | undefined;
  #open = true;

  readonly #release: () => void;

  /** `release`: gives back what the connection was made from. */
  constructor(card: Card, release: () => void) {
    this.#card = card;
    this.#release = release;
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    if (!this.#open) throw new CardGoneError('the channel is closed');
    if (this.#underWay !== undefined) throw new Error('one command at a time: the last one is unanswered');
    // A view on the same bytes: no further copy of a PIN on this side of the binding.
    const bytes = Buffer.from(command.buffer, command.byteOffset, command.byteLength);
    const exchange = this.#card.transmit(bytes, { maxRecvLength: MAX_ANSWER });
    this.#underWay = exchange;
    try {
      return new Uint8Array(await exchange);
    } catch (error) {
      if (meaningOf(error) === 'defective')
        throw new CardProtocolError('the card answered what no card answers', { cause: error });
      throw new CardGoneError('the card or its reader went away', { cause: error });
    } finally {
      this.#underWay = undefined;
    }
  }

  async disconnect(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#underWay?.catch(() => {}); // told to whoever transmitted
    try {
      this.#card.disconnect(UNPOWER);
    } catch {
      // The card or pcscd is gone, and its power with it.
    }
    this.#release();
  }
}
