import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  CardGoneError,
  CardProtocolError,
  connectWebSocket,
  fromHex,
  serveWebSocket,
  toHex,
} from './index.ts';
import { EchoCard } from './testing/echo-card.ts';

const COMMAND = fromHex('00b00000');
/** Far beyond what anything here takes on a slow machine; a test that gets there hangs. */
const SOON = 5_000;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

interface Served {
  readonly url: string;
  readonly card: EchoCard;
  /** The server's ends of the connections so far, and what serving each came to. */
  readonly sockets: WebSocket[];
  readonly served: Promise<void>[];
}

async function listen(onConnection: (socket: WebSocket) => void): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', onConnection);
  cleanUp.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveCard(): Promise<Served> {
  const card = new EchoCard();
  const sockets: WebSocket[] = [];
  const served: Promise<void>[] = [];
  const url = await listen((socket) => {
    sockets.push(socket);
    served.push(serveWebSocket(socket, card));
  });
  return { url, card, sockets, served };
}

/** Serves one client; `outcome` is what serving threw. */
async function serveOnce(card: EchoCard): Promise<{ url: string; outcome: Promise<unknown> }> {
  let ended: (error: unknown) => void = () => {};
  const outcome = new Promise<unknown>((resolve) => {
    ended = resolve;
  });
  const url = await listen((socket) => void serveWebSocket(socket, card).then(ended, ended));
  return { url, outcome };
}

function dial(url: string): WebSocket {
  const socket = new WebSocket(url);
  cleanUp.push(() => socket.terminate());
  return socket;
}

/** A server that does with the first message whatever the test says. */
async function misbehaving(onMessage: (socket: WebSocket) => void): Promise<string> {
  return listen((socket) => socket.once('message', () => onMessage(socket)));
}

async function within<T>(promise: Promise<T>): Promise<T> {
  const late = delay(SOON, 'late', { ref: false }).then(() => {
    throw new Error('it hangs');
  });
  return Promise.race([promise, late]);
}

describe('a card behind a WebSocket', () => {
  it('has power from connect to disconnect, and answers commands of every length in between', async () => {
    const { url, card, served } = await serveCard();
    const channel = await connectWebSocket(dial(url));
    expect(channel.exclusive).toBe(true);
    for (const length of [4, 5, 261, 65_544]) {
      const command = new Uint8Array(length).fill(length);
      expect(toHex(await channel.transmit(command))).toBe(`${toHex(command)}9000`);
    }
    await channel.disconnect();
    await within(Promise.all(served));
    expect(card.events).toEqual(['on', 'exchange 4', 'exchange 5', 'exchange 261', 'exchange 65544', 'off']);
  });

  it('serves one client after the other, each with a fresh power-up', async () => {
    const { url, card, served } = await serveCard();
    for (const _ of [1, 2]) {
      const channel = await connectWebSocket(dial(url));
      await channel.transmit(COMMAND);
      await channel.disconnect();
      await within(Promise.all(served));
    }
    expect(card.events).toEqual(['on', 'exchange 4', 'off', 'on', 'exchange 4', 'off']);
  });

  it('does not execute what was sent before it had power', async () => {
    const { url, card } = await serveCard();
    const powerOn = card.powerOn.bind(card);
    card.powerOn = async () => {
      await delay(50);
      return powerOn();
    };
    const channel = await connectWebSocket(dial(url));
    expect(toHex(await channel.transmit(COMMAND))).toBe('00b000009000');
    expect(card.events).toEqual(['on', 'exchange 4']);
  });
});

describe('CardGoneError', () => {
  it('comes when the server is lost in the middle of a command', async () => {
    const { url, card, sockets } = await serveCard();
    card.before = () => {
      sockets[0]?.terminate();
    };
    const channel = await connectWebSocket(dial(url));
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardGoneError);
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardGoneError);
    await within(channel.disconnect());
  });

  it('comes when the card is torn off the reader in the middle of a command', async () => {
    const { url, card, served } = await serveCard();
    card.before = () => {
      throw new CardGoneError('torn');
    };
    const channel = await connectWebSocket(dial(url));
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardGoneError);
    await within(Promise.all(served));
    expect(card.events).toEqual(['on', 'exchange 4', 'off']);
  });

  it('comes for an unanswered command as soon as the channel is disconnected, whatever the server does', async () => {
    const url = await misbehaving((socket) => socket.pause());
    const channel = await connectWebSocket(dial(url));
    const unanswered = channel.transmit(COMMAND);
    const noticed = expect(within(unanswered)).rejects.toThrow(CardGoneError);
    await channel.disconnect();
    await noticed;
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardGoneError);
  });

  it('comes when a server that says nothing has not answered in time, and the connection is given up', async () => {
    const url = await misbehaving(() => {});
    const socket = dial(url);
    const channel = await connectWebSocket(socket, { timeoutMs: 50 });
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardGoneError);
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardGoneError);
    expect(socket.readyState).toBeGreaterThan(WebSocket.OPEN);
  });

  it('comes when nobody listens', async () => {
    const url = await listen(() => {});
    for (const step of cleanUp.splice(0)) step();
    await expect(within(connectWebSocket(dial(url)))).rejects.toThrow(CardGoneError);
  });

  it('comes when the server refuses the connection', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: () => false });
    await once(server, 'listening');
    cleanUp.push(() => server.close());
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(within(connectWebSocket(dial(url)))).rejects.toThrow(CardGoneError);
  });

  it('comes when the server takes the connection and never says a word of WebSocket', async () => {
    const { createServer } = await import('node:net');
    const held: Socket[] = [];
    const server = createServer((socket) => held.push(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUp.push(() => {
      for (const socket of held) socket.destroy();
      server.close();
    });
    const socket = dial(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await expect(within(connectWebSocket(socket, { timeoutMs: 50 }))).rejects.toThrow(CardGoneError);
  });

  it('comes for a socket that is closed already', async () => {
    const { url } = await serveCard();
    const socket = dial(url);
    await once(socket, 'open');
    socket.close();
    await once(socket, 'close');
    await expect(within(connectWebSocket(socket))).rejects.toThrow(CardGoneError);
  });
});

describe('a server that breaks the protocol', () => {
  it('with a text answer: CardProtocolError, nothing uncaught, and the channel is over', async () => {
    const url = await misbehaving((socket) => socket.send('9000'));
    const channel = await connectWebSocket(dial(url));
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardProtocolError);
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardGoneError);
  });

  it('with two answers to one command: the second is never taken for the answer to the next', async () => {
    const url = await misbehaving((socket) => {
      socket.send(fromHex('9000'));
      socket.send(fromHex('6300'));
    });
    const socket = dial(url);
    const channel = await connectWebSocket(socket);
    expect(toHex(await channel.transmit(COMMAND))).toBe('9000');
    await within(once(socket, 'close'));
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardGoneError);
  });
});

describe('a client that breaks the protocol', () => {
  it('with a text message is cut off, and the card is powered off', async () => {
    const { url, card, served } = await serveCard();
    const socket = dial(url);
    await once(socket, 'open');
    socket.send('00b00000');
    await within(once(socket, 'close'));
    await within(Promise.all(served));
    expect(card.events).toEqual(['on', 'off']);
  });

  it('with a command before the last one is answered is cut off, and no more are executed', async () => {
    const { url, card, served } = await serveCard();
    card.before = () => delay(50);
    const socket = dial(url);
    await once(socket, 'open');
    socket.send(COMMAND);
    await vi.waitFor(() => expect(card.events).toContain('exchange 4'));
    socket.send(COMMAND);
    socket.send(COMMAND);
    await within(once(socket, 'close'));
    await within(Promise.all(served));
    expect(card.events).toEqual(['on', 'exchange 4', 'off']);
  });

  it('inside the same program gets an error for a second command, and the first is answered', async () => {
    const { url } = await serveCard();
    const channel = await connectWebSocket(dial(url));
    const first = channel.transmit(COMMAND);
    await expect(channel.transmit(COMMAND)).rejects.toThrow('one command at a time');
    expect(toHex(await first)).toBe('00b000009000');
  });
});

describe('serving', () => {
  it('finishes the command under way, and then powers off, when the client vanishes in the middle', async () => {
    const { url, card, served } = await serveCard();
    const socket = dial(url);
    card.before = () => {
      socket.terminate();
      return delay(50);
    };
    await once(socket, 'open');
    socket.send(COMMAND);
    await vi.waitFor(() => expect(card.events).toContain('exchange 4'));
    await within(Promise.all(served));
    expect(card.events).toEqual(['on', 'exchange 4', 'off']);
  });

  it('ends with a power-off when the client vanishes', async () => {
    const { url, card, served } = await serveCard();
    const socket = dial(url);
    await once(socket, 'open');
    socket.terminate();
    await within(vi.waitFor(() => expect(served).toHaveLength(1)));
    await within(Promise.all(served));
    expect(card.events).toEqual(['on', 'off']);
  });

  it('ends with the error of a card that has a bug, after power-off, and the client is cut off', async () => {
    const card = new EchoCard();
    card.before = () => {
      throw new TypeError('a bug');
    };
    const { url, outcome } = await serveOnce(card);
    const channel = await connectWebSocket(dial(url));
    await expect(within(channel.transmit(COMMAND))).rejects.toThrow(CardGoneError);
    expect(await within(outcome)).toEqual(new TypeError('a bug'));
    expect(card.events).toEqual(['on', 'exchange 4', 'off']);
  });

  it('ends with the error of a card that does not power up', async () => {
    const card = new EchoCard();
    card.powerOn = () => Promise.reject(new TypeError('no power'));
    const { url, outcome } = await serveOnce(card);
    const channel = connectWebSocket(dial(url)).then((open) => open.transmit(COMMAND));
    await expect(within(channel)).rejects.toThrow(CardGoneError);
    expect(await within(outcome)).toEqual(new TypeError('no power'));
    expect(card.events).toEqual(['off']);
  });

  it('on a socket that is closed already ends at once', async () => {
    const { url } = await serveCard();
    const socket = dial(url);
    await once(socket, 'open');
    socket.close();
    await once(socket, 'close');
    const card = new EchoCard();
    await within(serveWebSocket(socket, card));
    expect(card.events.at(-1)).not.toBe('on');
  });
});
