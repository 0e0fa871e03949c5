import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import { Value } from 'typebox/value';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  CLOSE,
  decodeKey,
  type KeyMessage,
  SCREEN_PATH,
  ScreenEvent,
  SignInRequest,
  SUBPROTOCOL,
  TOKEN_PROTOCOL_PREFIX,
  type View,
} from '../../local-api/index.ts';
import { ScreenAccess } from './screen-access.ts';

export interface ScreenServerOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** The kiosk's runtime folder: the start page is written there. */
  readonly runtime: string;
  /** The built screen. Without it the local API is served alone. */
  readonly site?: string;
  /** Pages that may show the kiosk in a frame: none but those of a demonstration. */
  readonly frameAncestors?: readonly string[];
  readonly onEvent: (event: ScreenEvent) => void;
  readonly onKey: (key: KeyMessage) => void;
  /** A screen has signed in: show it what is so. */
  readonly onScreen: () => void;
  /** The screen has been gone for longer than a page takes to be loaded again. */
  readonly onScreenLost: () => void;
}

export interface ScreenServer {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** What the browser is started with. */
  readonly startPage: string;
  readonly hasScreen: boolean;
  show(view: View): void;
  close(): Promise<void>;
}

/** Longer than any event. */
const MESSAGE_MAX = 1_024;
const LOST_AFTER_MS = 3_000;
const LOOPBACK = '127.0.0.1';

/**
 * The agent's local API for its own screen, on loopback. Every request must name the agent itself as its host (DNS
 * rebinding), and come from the agent's own page where it comes from a page; a screen signs in with its ticket.
 */
export async function serveScreen(options: ScreenServerOptions): Promise<ScreenServer> {
  const app = Fastify({
    logger: false,
    bodyLimit: MESSAGE_MAX,
    requestTimeout: 5_000,
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    forceCloseConnections: true,
  });
  let names: ReadonlySet<string> = new Set();
  let access: ScreenAccess | undefined;
  const isOwn = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
    names.has(headers.host ?? '') &&
    (headers.origin === undefined || names.has(headers.origin.replace(/^http:\/\//, '')));

  app.addHook('onRequest', async (request, reply) => {
    if (!isOwn(request.raw)) return reply.code(403).send();
    // A page that is not the agent's own may be sent here by a link, and asks for nothing else.
    const site = request.headers['sec-fetch-site'];
    const foreign = site === 'cross-site' || site === 'same-site';
    if (foreign && request.headers['sec-fetch-mode'] !== 'navigate') return reply.code(403).send();
  });
  app.addHook('onSend', async (_, reply) => {
    reply.headers(headersFor(options.frameAncestors ?? []));
  });
  app.post(SCREEN_PATH, async (request, reply) => {
    // Browsers name the origin of every POST; who names none is no page.
    if (request.headers.origin === undefined || !Value.Check(SignInRequest, request.body))
      return reply.code(403).send({});
    const token = await tokenFor(access, request.body);
    return token === undefined ? reply.code(403).send({}) : reply.send({ token });
  });
  if (options.site !== undefined && existsSync(options.site))
    await app.register(fastifyStatic, { root: options.site });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_MAX,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  let screen: WebSocket | undefined;
  let lost: NodeJS.Timeout | undefined;

  const serve = (socket: WebSocket): void => {
    screen?.close(CLOSE.SUPERSEDED);
    screen = socket;
    clearTimeout(lost);
    socket.on('error', () => socket.terminate());
    socket.on('message', (data: Buffer, isBinary) => {
      if (!receive(data, isBinary, options)) socket.close(CLOSE.BAD_MESSAGE);
      // It may have been a key.
      data.fill(0);
    });
    socket.on('close', () => {
      if (screen !== socket) return;
      screen = undefined;
      lost = setTimeout(options.onScreenLost, LOST_AFTER_MS);
    });
    options.onScreen();
  };
  app.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const mayEnter =
      request.url === SCREEN_PATH &&
      request.headers.origin !== undefined &&
      isOwn(request) &&
      access?.holds(tokenIn(request)) === true;
    if (mayEnter) sockets.handleUpgrade(request, stream, head, serve);
    else stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });

  await app.listen({ host: LOOPBACK, port: options.port });
  const { port } = app.server.address() as AddressInfo;
  names = new Set([`${LOOPBACK}:${port}`, `localhost:${port}`]);
  const url = `http://${LOOPBACK}:${port}/`;
  access = await ScreenAccess.open(options.runtime, url);
  return {
    url,
    startPage: ScreenAccess.startPage(options.runtime),
    get hasScreen() {
      return screen !== undefined;
    },
    show(view) {
      screen?.send(JSON.stringify(view));
    },
    async close() {
      clearTimeout(lost);
      const last = screen;
      screen = undefined;
      last?.close(CLOSE.ENDING);
      await app.close();
    },
  };
}

async function tokenFor(access: ScreenAccess | undefined, body: SignInRequest): Promise<string | undefined> {
  if ('ticket' in body) return access?.redeem(body.ticket);
  return access?.holds(body.token) ? body.token : undefined;
}

/** False for what no screen sends. */
function receive(
  data: Buffer,
  isBinary: boolean,
  { onKey, onEvent }: Pick<ScreenServerOptions, 'onKey' | 'onEvent'>,
): boolean {
  if (isBinary) {
    const key = decodeKey(data);
    if (key !== undefined) onKey(key);
    return key !== undefined;
  }
  const event = eventIn(data.toString());
  if (event !== undefined) onEvent(event);
  return event !== undefined;
}

function eventIn(text: string): ScreenEvent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(ScreenEvent, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function tokenIn({ headers }: IncomingMessage): string {
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  const token = protocols.find((one) => one.startsWith(TOKEN_PROTOCOL_PREFIX));
  return token?.slice(TOKEN_PROTOCOL_PREFIX.length) ?? '';
}

function headersFor(frameAncestors: readonly string[]): Record<string, string> {
  const ancestors = frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ');
  return {
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${ancestors}`,
    ].join('; '),
    'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
