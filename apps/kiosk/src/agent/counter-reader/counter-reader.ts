import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { serveWebSocket } from '@kaijo/iso7816';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CardReaders } from '../card-readers/index.ts';
import { cardOnReaders } from './card-on-readers.ts';

export interface CounterReaderOptions {
  readonly readers: CardReaders;
  /** The counter’s page, `https://kaijo.example`: no other page gets to the card, and no program without a page. */
  readonly origin: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly onFailure?: (error: unknown) => void;
}

export interface CounterReader {
  /** `ws://localhost:PORT/card` */
  readonly url: string;
  /** Ends a connection in the middle of whatever is going on, and lets the readers go. */
  close(): Promise<void>;
}

/** Longer than any command APDU. */
const MESSAGE_MAX = 70_000;
const PATH = '/card';

/**
 * The card reader beside a clerk’s computer, for the counter’s page in its browser (R34): APDUs over a WebSocket of this
 * machine, one page at a time, with the card exclusively its own while it is connected. Opening it does not need a
 * card: the first command waits for one.
 */
export async function startCounterReader(options: CounterReaderOptions): Promise<CounterReader> {
  const { readers, origin, port, onFailure } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_MAX, perMessageDeflate: false });
  const device = cardOnReaders(readers);
  let client: WebSocket | undefined;
  let lastClient: Promise<void> = Promise.resolve();

  const serve = (socket: WebSocket): void => {
    client = socket;
    socket.once('close', () => {
      client = undefined;
      device.abandon();
    });
    lastClient = serveWebSocket(socket, device).catch((error: unknown) => {
      socket.terminate();
      onFailure?.(error);
    });
  };

  const accept = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    stream.on('error', () => stream.destroy());
    const refused =
      request.url !== PATH
        ? '404 Not Found'
        : request.headers.origin !== origin
          ? '403 Forbidden'
          : undefined;
    if (refused !== undefined) {
      refuse(stream, refused);
      return;
    }
    // The card may still be on its way to power-off for the one before.
    void (client === undefined ? lastClient : Promise.resolve()).then(() => {
      if (client !== undefined) refuse(stream, '409 Conflict');
      else sockets.handleUpgrade(request, stream, head, serve);
    });
  };

  const server = createServer((_request, response) => {
    response.writeHead(426, { upgrade: 'websocket' }).end();
  });
  server.on('upgrade', accept);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `ws://localhost:${(server.address() as AddressInfo).port}${PATH}`,
    async close() {
      client?.terminate();
      await lastClient;
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await readers.close();
    },
  };
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
