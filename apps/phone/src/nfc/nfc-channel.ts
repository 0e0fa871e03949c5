import { type CardChannel, CardGoneError, CardProtocolError } from '@kaijo/iso7816';
import { faultOf, type NfcPlugin } from './nfc-plugin.ts';

/** An RSA signature takes a card a second at most; who has not answered by then has left the field unnoticed. */
const ANSWER_MS = 8_000;

/**
 * A card in the phone's field. Once a command has failed the channel is over: whether the card executed it is unknown,
 * and a PIN must not be sent on a guess.
 */
export class NfcChannel implements CardChannel {
  /** No other app reaches the card while this one has it. */
  readonly exclusive = true;
  readonly #plugin: NfcPlugin;
  readonly #answerMs: number;
  #open = true;
  #busy = false;

  constructor(plugin: NfcPlugin, answerMs = ANSWER_MS) {
    this.#plugin = plugin;
    this.#answerMs = answerMs;
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    if (this.#busy) throw new Error('one command at a time: the last one is unanswered');
    if (!this.#open) throw new CardGoneError('the card has left the field');
    this.#busy = true;
    try {
      const { response } = await this.#inTime(this.#plugin.transceive({ command: toBase64(command) }));
      // Disconnected in between: nobody shall go on with an answer that the holder no longer waits for.
      if (!this.#open) throw new CardGoneError('the channel was disconnected');
      return fromBase64(response);
    } catch (error) {
      await this.disconnect();
      if (error instanceof CardGoneError || error instanceof CardProtocolError) throw error;
      throw new CardGoneError(`the card does not answer: ${faultOf(error)}`);
    } finally {
      this.#busy = false;
    }
  }

  async disconnect(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#plugin.close({}).catch(() => undefined);
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new CardGoneError('the card did not answer in time')), this.#answerMs);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: unknown): Uint8Array {
  try {
    if (typeof text !== 'string') throw new TypeError('no text');
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new CardProtocolError('the answer is not base64');
  }
}
