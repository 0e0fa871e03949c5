import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type CardDevice, serveWebSocket } from '@kaijo/iso7816';
import { type WebSocket, WebSocketServer } from 'ws';
import { type OnDeviceFailure, reportFailure } from './device-failure.ts';

export interface WebSocketReaderOptions {
  /** Loopback unless told otherwise: who reaches the port can use the card. */
  readonly host?: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Origins of pages that may use the card (`http://localhost:5173`). Programs that are no browser send none and may. */
  readonly allowedOrigins: readonly string[];
  readonly onFailure?: OnDeviceFailure;
}

export interface WebSocketReader {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  /** Takes the card off the reader in the middle of whatever is going on; clients are refused until it is put back. */
  takeAway(): void;
  putBack(): void;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Longer than any command APDU. */
const MESSAGE_MAX = 70_000;

/** A reader without a server of its own: it takes over the connections that a server has been asked to upgrade. */
export interface CardReader {
  /** Handles an HTTP request for a WebSocket: serves the card to it, or refuses. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void;
  /** Takes the card off the reader in the middle of whatever is going on; clients are refused until it is put back. */
  takeAway(): void;
  putBack(): void;
  /** Takes the card away for good and waits until it has lost its power. */
  close(): Promise<void>;
}

export interface CardReaderOptions {
  /** Whether pages of `origin` may use the card. Programs that are no browser send none and may. */
  readonly allows: (origin: string) => boolean;
  readonly onFailure?: OnDeviceFailure | undefined;
}

/**
 * A card reader for one client at a time, for pages in a browser (see `connectWebSocket` of `@kaijo/iso7816`). The card
 * has power while a client is connected.
 */
export function createCardReader(device: CardDevice, { allows, onFailure }: CardReaderOptions): CardReader {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_MAX, perMessageDeflate: false });
  let cardPresent = true;
  let client: WebSocket | undefined;
  let lastClient: Promise<void> = Promise.resolve();

  const refusal = ({ headers }: IncomingMessage): Refusal | undefined => {
    if (headers.origin !== undefined && !allows(headers.origin)) return '403 Forbidden';
    if (!cardPresent) return '404 Not Found';
    return client === undefined ? undefined : '409 Conflict';
  };

  const serve = (socket: WebSocket): void => {
    client = socket;
    socket.once('close', () => {
      client = undefined;
    });
    lastClient = serveWebSocket(socket, device).catch((error: unknown) => {
      socket.terminate();
      reportFailure(error, onFailure);
    });
  };

  const answer = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const refused = refusal(request);
    if (refused === undefined) sockets.handleUpgrade(request, stream, head, serve);
    else refuse(stream, refused);
  };

  return {
    accept(request, stream, head) {
      // Until ws has the stream nobody else listens: a client that resets must not end the process.
      stream.on('error', () => stream.destroy());
      if (client !== undefined) answer(request, stream, head);
      // The last client has left, but the card may still be on its way to power-off for it.
      else void lastClient.then(() => answer(request, stream, head));
    },
    takeAway() {
      cardPresent = false;
      client?.terminate();
    },
    putBack() {
      cardPresent = true;
    },
    async close() {
      cardPresent = false;
      client?.terminate();
      await lastClient;
    },
  };
}

/** A {@link CardReader} with a port of its own. */
export async function serveCardReader(
  device: CardDevice,
  { allowedOrigins, onFailure, ...at }: WebSocketReaderOptions,
): Promise<WebSocketReader> {
  const reader = createCardReader(device, { allows: (origin) => allowedOrigins.includes(origin), onFailure });
  const server = createServer((_request, response) =>
    response.writeHead(426, { upgrade: 'websocket' }).end(),
  );
  server.on('upgrade', reader.accept);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host ?? LOOPBACK, resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `ws://${address.includes(':') ? `[${address}]` : address}:${port}`,
    takeAway: reader.takeAway,
    putBack: reader.putBack,
    async close() {
      await reader.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Refusal = '403 Forbidden' | '404 Not Found' | '409 Conflict';

function refuse(stream: Duplex, refusal: Refusal): void {
  stream.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
