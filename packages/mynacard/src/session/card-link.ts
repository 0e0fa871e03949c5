import {
  type CardChannel,
  CardGoneError,
  CardProtocolError,
  type CommandApdu,
  decodeResponse,
  EXTENDED_LE_MAX,
  encodeCommand,
  formatStatusWord,
  type ResponseApdu,
  SHORT_LE_MAX,
} from '@kaijo/iso7816';
import type { Secret } from '@kaijo/secret';

/**
 * The one way to a powered card: sends commands one at a time, remembers what this card was found to support, and is
 * finished for good once the card has gone, because every PIN state went with it.
 */
export class CardLink {
  readonly #channel: CardChannel;
  #largestLe: number;
  #readsByShortIdentifier = true;
  #turn: Promise<unknown> = Promise.resolve();
  #gone = false;

  /** `largestAnswer`: the most data bytes that the link carries in one answer. */
  constructor(channel: CardChannel, largestAnswer: number = EXTENDED_LE_MAX) {
    if (!channel.exclusive)
      throw new Error('a VERIFY holds for whoever talks to the card: the channel must be exclusive');
    this.#channel = channel;
    this.#largestLe = Math.min(Math.max(largestAnswer, 1), EXTENDED_LE_MAX);
  }

  /** Runs `work` when all work before it has ended, so that no SELECT of one operation comes between those of another. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** @throws CardGoneError @throws CardProtocolError for an answer without a status word or longer than asked for */
  send(command: CommandApdu): Promise<ResponseApdu> {
    return this.#exchange(encodeCommand(command), command.le ?? 0);
  }

  /** Sends a command that carries `secret` and expects no data back; its bytes are wiped when it was answered (R30). */
  async sendSecret(secret: Secret, commandOf: (bytes: Uint8Array) => CommandApdu): Promise<ResponseApdu> {
    const encoded = secret.use((bytes) => encodeCommand(commandOf(bytes)));
    try {
      return await this.#exchange(encoded, 0);
    } finally {
      encoded.fill(0);
    }
  }

  async #exchange(encoded: Uint8Array, le: number): Promise<ResponseApdu> {
    const answer = await this.transmit(encoded);
    if (answer.data.length > le) throw new CardProtocolError('the answer is longer than asked for');
    return answer;
  }

  /** Sends an encoded command as it stands. @throws CardGoneError @throws CardProtocolError */
  async transmit(command: Uint8Array): Promise<ResponseApdu> {
    if (this.#gone) throw new CardGoneError('the card has left: open it again');
    const answer = decodeResponse(await this.#transmit(command));
    if (answer === undefined) throw new CardProtocolError('the answer has no status word');
    return answer;
  }

  async #transmit(command: Uint8Array): Promise<Uint8Array> {
    try {
      return await this.#channel.transmit(command);
    } catch (error) {
      this.#gone = true;
      throw error;
    }
  }

  /** The largest Le that this card and link are known to take. */
  get largestLe(): number {
    return this.#largestLe;
  }

  noteThatExtendedLeIsRefused(): void {
    this.#largestLe = Math.min(this.#largestLe, SHORT_LE_MAX);
  }

  get readsByShortIdentifier(): boolean {
    return this.#readsByShortIdentifier;
  }

  noteThatShortIdentifiersAreRefused(): void {
    this.#readsByShortIdentifier = false;
  }
}

/** The card answered what this command does not have: it is broken, hostile or of another make. */
export function nonsense(command: string, answer: ResponseApdu): CardProtocolError {
  return new CardProtocolError(`${command} was answered with ${formatStatusWord(answer.sw)}`);
}
