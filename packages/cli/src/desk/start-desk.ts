import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CardDevice } from '@kaijo/iso7816';
import { type CardReader, createCardReader, type OnDeviceFailure } from '@kaijo/virtual-card';
import type { CardChoice } from './card-choice.ts';

/** Where the card is: at most one reader has it. */
export type CardPlace = 'hand' | 'phone' | 'kiosk';
const PLACES: readonly CardPlace[] = ['hand', 'phone', 'kiosk'];

export interface Desk {
  /** `http://localhost:PORT` */
  readonly url: string;
  readonly place: CardPlace;
  /** Moves the card; whoever talks to it loses it in the middle of whatever is going on. */
  put(place: CardPlace): void;
  /** Pages of `origin` may move the card and use it. Before the first one is named, no page may. */
  allow(origin: string): void;
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly device: CardDevice;
  /** 0 takes a free port. */
  readonly port: number;
  /** Which of several cards it is: pages may take another one. */
  readonly choice?: Pick<CardChoice, 'chosen' | 'choose'>;
  /** Tells whose card it is, for pages. */
  readonly holder?: () => string;
  /** Where the kiosk's screen is opened now, with its one-time ticket. */
  readonly kioskScreen?: () => Promise<string | undefined>;
  readonly onFailure?: OnDeviceFailure;
}

/**
 * The holder's table for trying Kaijo without a card: one software card that is in the hand, held to the phone, or
 * lying on the kiosk's reader. Loopback only: who reaches the port can use the card.
 *
 * - `GET /card` → `{place, holder, card, kiosk}` (`kiosk`: its screen can be opened); `PUT /card` `{place}` moves it,
 *   `{card}` takes another one into the hand.
 * - `GET /kiosk-screen` leads to the kiosk's screen, where there is one.
 * - WebSockets `/phone` and `/kiosk` are the two readers (`connectWebSocket` of `@kaijo/iso7816`). Opening one waits, as
 *   a reader's field does, until the card comes or the client leaves.
 */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const { device, port, choice, holder, kioskScreen, onFailure } = options;
  const origins = new Set<string>();
  const allows = (origin: string): boolean => origins.has(origin);
  const readers: Readonly<Record<Exclude<CardPlace, 'hand'>, CardReader>> = {
    phone: createCardReader(device, { allows, onFailure }),
    kiosk: createCardReader(device, { allows, onFailure }),
  };
  for (const reader of Object.values(readers)) reader.takeAway();
  let place: CardPlace = 'hand';
  const waiting = new Set<{ readonly at: CardPlace; readonly go: () => void }>();

  const put = (next: CardPlace): void => {
    if (next === place) return;
    if (place !== 'hand') readers[place].takeAway();
    place = next;
    if (place !== 'hand') readers[place].putBack();
    for (const client of [...waiting]) if (client.at === place) client.go();
  };

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const at = PLACES.find((name) => name !== 'hand' && request.url === `/${name}`);
    const { origin } = request.headers;
    if (at === undefined || at === 'hand' || (origin !== undefined && !allows(origin))) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    if (at === place) {
      readers[at].accept(request, stream, head);
      return;
    }
    const client = {
      at,
      go: () => {
        waiting.delete(client);
        readers[at].accept(request, stream, head);
      },
    };
    const leave = (): void => void waiting.delete(client);
    stream.on('close', leave).on('error', leave);
    waiting.add(client);
  };

  const server = createServer((request, response) => {
    void answer(request, response, {
      allows,
      put,
      take: (name) => {
        if (choice?.choose(name) !== true) return false;
        put('hand');
        return true;
      },
      card: async () => ({
        place,
        holder: holder?.(),
        card: choice?.chosen,
        kiosk: (await kioskScreen?.()) !== undefined,
      }),
      kioskScreen: kioskScreen ?? (async () => undefined),
    });
  });
  server.on('upgrade', upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    get place() {
      return place;
    },
    put,
    allow: (origin) => void origins.add(origin),
    async close() {
      put('hand');
      await Promise.all(Object.values(readers).map((reader) => reader.close()));
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface DeskState {
  readonly allows: (origin: string) => boolean;
  readonly put: (place: CardPlace) => void;
  readonly take: (name: string) => boolean;
  readonly card: () => Promise<object>;
  readonly kioskScreen: () => Promise<string | undefined>;
}

const MOVE_BYTES_MAX = 200;
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

async function answer(request: IncomingMessage, response: ServerResponse, desk: DeskState): Promise<void> {
  const { origin } = request.headers;
  if (origin !== undefined && !desk.allows(origin)) return void response.writeHead(403, HEADERS).end();
  const headers = {
    ...HEADERS,
    ...(origin !== undefined && { 'access-control-allow-origin': origin, vary: 'origin' }),
  };
  if (request.method === 'OPTIONS') {
    response.writeHead(204, {
      ...headers,
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type',
    });
    return void response.end();
  }
  if (request.url === '/kiosk-screen') {
    const screen = await desk.kioskScreen();
    if (screen === undefined) return void response.writeHead(404, headers).end();
    return void response.writeHead(302, { ...headers, location: screen }).end();
  }
  if (request.url !== '/card') return void response.writeHead(404, headers).end();
  if (request.method === 'PUT') {
    const { place, card } = wishIn(await bodyOf(request));
    const taken = card !== undefined && desk.take(card);
    if (place !== undefined) desk.put(place);
    else if (!taken) return void response.writeHead(400, headers).end();
  }
  response
    .writeHead(200, { ...headers, 'content-type': 'application/json' })
    .end(JSON.stringify(await desk.card()));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > MOVE_BYTES_MAX) return '';
  }
  return text;
}

function wishIn(text: string): { readonly place?: CardPlace | undefined; readonly card?: string } {
  try {
    const { place, card } = JSON.parse(text) as { place?: unknown; card?: unknown };
    return { place: PLACES.find((name) => name === place), ...(typeof card === 'string' && { card }) };
  } catch {
    return {};
  }
}
