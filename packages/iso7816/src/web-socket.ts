import { type CardChannel, CardGoneError } from './card-channel.ts';
import type { CardDevice } from './in-process.ts';

/**
 * APDUs over a WebSocket: each binary message of the client is one command, each binary message of the server its
 * response, in order. Opening the socket powers the card, closing it (by either side) powers it off.
 * Both ends take any object with the browser's WebSocket interface, so that a page needs no library.
 */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: Uint8Array): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

const OPEN = 1;

/**
 * Waits until `socket` is open and returns the channel.
 * @throws CardGoneError when it closes before it opens
 */
export async function connectWebSocket(socket: WebSocketLike): Promise<CardChannel> {
  socket.binaryType = 'arraybuffer';
  let waiting: { resolve(answer: Uint8Array): void; reject(error: CardGoneError): void } | undefined;
  const lose = (): void => {
    waiting?.reject(new CardGoneError('the connection to the card was closed'));
    waiting = undefined;
  };
  socket.addEventListener('message', ({ data }) => {
    waiting?.resolve(bytesOf(data));
    waiting = undefined;
  });
  socket.addEventListener('close', lose);
  socket.addEventListener('error', lose);
  await opened(socket);
  return {
    exclusive: true,
    transmit(command) {
      if (waiting !== undefined)
        return Promise.reject(new Error('one command at a time: the last one is unanswered'));
      if (socket.readyState !== OPEN)
        return Promise.reject(new CardGoneError('the connection to the card is closed'));
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.send(command);
      });
    },
    async disconnect() {
      socket.close();
    },
  };
}

/** Serves `device` to one client; the card is powered while the socket is open. A text message ends the connection. */
export async function serveWebSocket(socket: WebSocketLike, device: CardDevice): Promise<void> {
  socket.binaryType = 'arraybuffer';
  let last: Promise<unknown> = device.powerOn();
  socket.addEventListener('message', ({ data }) => {
    last = last.then(() => answer(socket, device, data)).catch(() => socket.close());
  });
  await new Promise<void>((resolve) => {
    socket.addEventListener('close', resolve);
    socket.addEventListener('error', resolve);
  });
  await last;
  await device.powerOff();
}

async function answer(socket: WebSocketLike, device: CardDevice, data: unknown): Promise<void> {
  const response = await device.exchange(bytesOf(data));
  if (socket.readyState === OPEN) socket.send(response);
}

function opened(socket: WebSocketLike): Promise<void> {
  if (socket.readyState === OPEN) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const lost = (): void => reject(new CardGoneError('the connection to the card could not be opened'));
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('close', lost);
    socket.addEventListener('error', lost);
  });
}

function bytesOf(data: unknown): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (data instanceof Uint8Array) return data;
  throw new CardGoneError('a message that is not binary');
}
