import { type CardChannel, CardGoneError, CardProtocolError } from './card-channel.ts';
import { bytesOfMessage, OPEN, type WebSocketLike } from './web-socket-like.ts';

export interface WebSocketChannelOptions {
  /** Milliseconds until the card counts as gone: for the connection to open, and for each answer. Default 30,000. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
/** How long `disconnect` waits for the other side to close as well. */
const CLOSE_MS = 1_000;

/**
 * Waits until `socket` is open and returns the channel (see {@link WebSocketLike}).
 * @throws CardGoneError when it closes before it opens, or does not open in time
 */
export async function connectWebSocket(
  socket: WebSocketLike,
  options: WebSocketChannelOptions = {},
): Promise<CardChannel> {
  const channel = new WebSocketChannel(socket, options.timeoutMs ?? TIMEOUT_MS);
  await channel.opened();
  return channel;
}

/** What the channel is waiting for: to be open, or for an answer. */
interface Waiting {
  resolve(answer: Uint8Array): void;
  reject(error: Error): void;
  readonly timer: ReturnType<typeof setTimeout>;
}

class WebSocketChannel implements CardChannel {
  readonly exclusive = true;
  readonly #socket: WebSocketLike;
  readonly #timeoutMs: number;
  readonly #closed: Promise<void>;
  #waiting: Waiting | undefined;

  constructor(socket: WebSocketLike, timeoutMs: number) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    socket.binaryType = 'arraybuffer';
    const lost = (): void => this.#end(new CardGoneError('the connection to the card was closed'));
    socket.addEventListener('error', lost);
    socket.addEventListener('message', ({ data }) => this.#receive(data));
    this.#closed = new Promise((resolve) => {
      socket.addEventListener('close', () => {
        lost();
        resolve();
      });
    });
  }

  async opened(): Promise<void> {
    if (this.#socket.readyState === OPEN) return;
    if (this.#socket.readyState > OPEN) throw new CardGoneError('the connection to the card is closed');
    const open = this.#wait('the connection did not open');
    this.#socket.addEventListener('open', () => this.#settle()?.resolve(new Uint8Array()));
    await open;
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    if (this.#waiting !== undefined) throw new Error('one command at a time: the last one is unanswered');
    if (this.#socket.readyState !== OPEN) throw new CardGoneError('the connection to the card is closed');
    const answer = this.#wait('the card did not answer');
    this.#socket.send(command);
    return answer;
  }

  async disconnect(): Promise<void> {
    this.#end(new CardGoneError('the channel was disconnected'));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_MS);
    });
    await Promise.race([this.#closed, patience]);
    clearTimeout(timer);
  }

  #receive(data: unknown): void {
    const answer = bytesOfMessage(data);
    const waiting = answer === undefined ? undefined : this.#settle();
    if (answer !== undefined && waiting !== undefined) waiting.resolve(answer);
    else
      this.#end(new CardProtocolError(answer ? 'an answer to no command' : 'a message that is not binary'));
  }

  #wait(otherwise: string): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const late = (): void => this.#end(new CardGoneError(`${otherwise} within ${this.#timeoutMs} ms`));
      this.#waiting = { resolve, reject, timer: setTimeout(late, this.#timeoutMs) };
    });
  }

  #settle(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    clearTimeout(waiting?.timer);
    return waiting;
  }

  #end(error: Error): void {
    this.#settle()?.reject(error);
    this.#socket.close();
  }
}
