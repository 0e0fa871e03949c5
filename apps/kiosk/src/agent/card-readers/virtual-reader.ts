import { createServer, type Server, type Socket } from 'node:net';
import { type CardChannel, CardGoneError } from '@kaijo/iso7816';
import { type CardReaders, type Connected, ReaderList, type ReaderNow } from './card-readers.ts';

const NAME = 'virtual reader';
const CONTROL = { POWER_OFF: 0x00, POWER_ON: 0x01, ATR: 0x04 } as const;
const LENGTH_BYTES = 2;
const ANSWER_LIMIT_MS = 30_000;

/**
 * A reader without PC/SC, for trying the kiosk: a virtual card connects to it over TCP as it would to vpcd's reader
 * (2-byte length, payload; a single byte is control). Loopback only; whoever may open the port can lay a card on it.
 */
export async function openVirtualReader(port: number): Promise<CardReaders & { readonly port: number }> {
  const server = createServer();
  const reader = new VirtualReader(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return reader;
}

class VirtualReader implements CardReaders {
  readonly #server: Server;
  readonly #list = new ReaderList();
  #card: CardOnReader | undefined;
  #insertions = 0;

  constructor(server: Server) {
    this.#server = server;
    this.#tell();
    server.on('connection', (socket) => this.#lay(socket));
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  get readers(): readonly ReaderNow[] {
    return this.#list.readers;
  }

  onChange(listener: () => void): () => void {
    return this.#list.onChange(listener);
  }

  async connect(): Promise<Connected> {
    const card = this.#card;
    if (card === undefined) return { kind: 'gone' };
    return card.connect();
  }

  async close(): Promise<void> {
    this.#card?.takeAway();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #lay(socket: Socket): void {
    // One card at a time: a second one finds the reader taken.
    if (this.#card !== undefined) return void socket.destroy();
    const card = new CardOnReader(socket);
    this.#card = card;
    socket.on('close', () => {
      this.#card = undefined;
      this.#tell();
    });
    this.#tell();
  }

  #tell(): void {
    this.#insertions++;
    this.#list.set([
      {
        name: NAME,
        card: this.#card === undefined ? 'none' : 'present',
        insertion: String(this.#insertions),
      },
    ]);
  }
}

/** The other end of `attachToPcscd`. */
class CardOnReader {
  readonly #socket: Socket;
  #buffered = Buffer.alloc(0);
  #waiting: { resolve(answer: Uint8Array): void; reject(error: CardGoneError): void } | undefined;
  readonly #attached: Promise<void>;
  #connected = false;
  #open = true;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('close', () => this.#gone());
    // A card counts as attached once it is asked something; its ATR is not looked at.
    this.#attached = this.#ask(Uint8Array.of(CONTROL.ATR)).then(
      () => {},
      () => {},
    );
  }

  async connect(): Promise<Connected> {
    if (this.#connected) return { kind: 'in-use' };
    this.#connected = true;
    await this.#attached;
    if (!this.#open) return { kind: 'gone' };
    this.#write(Uint8Array.of(CONTROL.POWER_ON));
    return { kind: 'connected', channel: this.#channel() };
  }

  takeAway(): void {
    this.#socket.destroy();
  }

  #channel(): CardChannel {
    let open = true;
    return {
      exclusive: true,
      transmit: (command) => {
        if (!open) throw new CardGoneError('the channel is closed');
        return this.#ask(command);
      },
      disconnect: async () => {
        if (!open) return;
        open = false;
        this.#connected = false;
        if (this.#open) this.#write(Uint8Array.of(CONTROL.POWER_OFF));
      },
    };
  }

  async #ask(message: Uint8Array): Promise<Uint8Array> {
    if (!this.#open) throw new CardGoneError('the card was taken away');
    if (this.#waiting !== undefined) throw new Error('one command at a time');
    const answer = new Promise<Uint8Array>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    const timer = setTimeout(() => this.#socket.destroy(), ANSWER_LIMIT_MS);
    this.#write(message);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  #write(payload: Uint8Array): void {
    const frame = Buffer.alloc(LENGTH_BYTES + payload.length);
    frame.writeUInt16BE(payload.length);
    frame.set(payload, LENGTH_BYTES);
    // The frame may hold a PIN: it is overwritten once the kernel has it.
    this.#socket.write(frame, () => frame.fill(0));
  }

  #receive(chunk: Uint8Array): void {
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    if (this.#buffered.length < LENGTH_BYTES) return;
    const end = LENGTH_BYTES + this.#buffered.readUInt16BE();
    if (this.#buffered.length < end) return;
    const answer = Uint8Array.from(this.#buffered.subarray(LENGTH_BYTES, end));
    this.#buffered = this.#buffered.subarray(end);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(answer);
  }

  #gone(): void {
    this.#open = false;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(new CardGoneError('the card was taken away'));
  }
}
