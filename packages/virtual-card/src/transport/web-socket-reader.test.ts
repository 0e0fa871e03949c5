import { type CardChannel, CardGoneError, connectWebSocket, fromHex, toHex } from '@kaijo/iso7816';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type CardTerminal, JPKI, selectFile, terminal, verify } from '../testing/card-terminal.ts';
import { SAMPLE_PINS } from '../testing/sample-card.ts';
import { serveCardReader, type WebSocketReader } from './web-socket-reader.ts';

const OUR_PAGE = 'http://localhost:5173';
let card: CardTerminal;
let reader: WebSocketReader;

beforeEach(async () => {
  card = await terminal();
  reader = await serveCardReader(card.card, { port: 0, allowedOrigins: [OUR_PAGE] });
});
afterEach(() => reader.close());

function connect(origin?: string): Promise<CardChannel> {
  const socket = new WebSocket(reader.url, origin === undefined ? {} : { origin });
  return connectWebSocket(socket as never);
}

/** The server may hear of a client's leaving after the next one has come. */
async function connectWhenFree(): Promise<CardChannel> {
  let channel: CardChannel | undefined;
  await expect.poll(async () => (channel = await connect().catch(() => undefined))).toBeDefined();
  return channel as CardChannel;
}

async function send(channel: CardChannel, ...commands: string[]): Promise<string> {
  let answer = '';
  for (const command of commands) answer = toHex(await channel.transmit(fromHex(command)));
  return answer;
}

describe('a card over a WebSocket', () => {
  it('answers our page', async () => {
    const channel = await connect(OUR_PAGE);
    expect(await send(channel, JPKI, selectFile('0018'), verify(SAMPLE_PINS.auth))).toBe('9000');
    await channel.disconnect();
  });

  it('gives a file of some kilobytes in one message', async () => {
    const channel = await connect();
    const answer = await send(channel, JPKI, selectFile('000A'), '00B00000000000');
    expect(answer.length / 2).toBe(1402);
    await channel.disconnect();
  });

  it('is not for the page of a stranger', async () => {
    await expect(connect('https://example.com')).rejects.toBeInstanceOf(CardGoneError);
    await expect(connect('null')).rejects.toBeInstanceOf(CardGoneError);
  });

  it('listens on loopback only', () => {
    expect(new URL(reader.url).hostname).toBe('127.0.0.1');
  });

  it('is for one client at a time', async () => {
    const first = await connect();
    await expect(connect()).rejects.toBeInstanceOf(CardGoneError);
    await first.disconnect();
    await (await connectWhenFree()).disconnect();
  });

  it('forgets the PIN state when the client leaves', async () => {
    const first = await connect();
    await send(first, JPKI, selectFile('0018'), verify(SAMPLE_PINS.auth));
    await first.disconnect();
    const second = await connectWhenFree();
    expect(await send(second, JPKI, selectFile('0017'), '802A008001AA00')).toBe('6982');
    await second.disconnect();
  });

  it('that is taken away ends the connection and refuses others until it is put back', async () => {
    const channel = await connect();
    await send(channel, JPKI);
    reader.takeAway();
    await expect(send(channel, selectFile('0018'))).rejects.toBeInstanceOf(CardGoneError);
    await expect(connect()).rejects.toBeInstanceOf(CardGoneError);
    reader.putBack();
    const again = await connect();
    expect(await send(again, selectFile('0018'))).toBe('6a82');
    await again.disconnect();
  });

  it('that is taken away in the middle of a command was asked, and has no power afterwards', async () => {
    const channel = await connect();
    await send(channel, JPKI, selectFile('0018'));
    const lost = send(channel, verify('0000'));
    reader.takeAway();
    await expect(lost).rejects.toBeInstanceOf(CardGoneError);
    await expect.poll(() => card.sw(JPKI).catch((error: Error) => error.name)).toBe('CardGoneError');
  });
});
