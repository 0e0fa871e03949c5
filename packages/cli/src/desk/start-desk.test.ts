import { connect } from 'node:net';
import { type CardDevice, connectWebSocket } from '@kaijo/iso7816';
import { WebSocket } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from './start-desk.ts';

const PAGE = 'http://localhost:8080';
let desk: Desk;
afterEach(() => desk.close());

/** Answers every command with its own bytes. */
function echoCard(power: string[]): CardDevice {
  return {
    powerOn: async () => {
      power.push('on');
      return new Uint8Array();
    },
    powerOff: async () => {
      power.push('off');
    },
    exchange: async (command) => command,
  };
}

async function freshDesk(): Promise<string[]> {
  const power: string[] = [];
  desk = await startDesk({ device: echoCard(power), port: 0, holder: () => 'hanako' });
  desk.allow(PAGE);
  return power;
}

const socketTo = (reader: string): WebSocket => new WebSocket(`${desk.url.replace('http', 'ws')}/${reader}`);

function put(wish: object, origin?: string): Promise<Response> {
  return fetch(`${desk.url}/card`, {
    method: 'PUT',
    body: JSON.stringify(wish),
    headers: origin === undefined ? {} : { origin },
  });
}

const move = (place: unknown, origin?: string): Promise<Response> => put({ place }, origin);

describe('the holder’s table', () => {
  it('lets a reader wait for the card, and gives it when it comes', async () => {
    await freshDesk();
    const channel = connectWebSocket(socketTo('phone'));
    await move('phone');
    expect(await (await channel).transmit(Uint8Array.of(1, 2))).toEqual(Uint8Array.of(1, 2));
    await (await channel).disconnect();
  });

  it('takes it away from the reader that has it, and the other one gets it', async () => {
    const power = await freshDesk();
    desk.put('phone');
    const phone = await connectWebSocket(socketTo('phone'));
    await phone.transmit(Uint8Array.of(1));
    desk.put('kiosk');
    await expect(phone.transmit(Uint8Array.of(2))).rejects.toThrow('closed');
    const kiosk = await connectWebSocket(socketTo('kiosk'));
    expect(await kiosk.transmit(Uint8Array.of(3))).toEqual(Uint8Array.of(3));
    expect(power.slice(0, 2)).toEqual(['on', 'off']);
    await kiosk.disconnect();
  });

  it('forgets a reader that left before the card came', async () => {
    const power = await freshDesk();
    const { port } = new URL(desk.url);
    const left = connect(Number(port), '127.0.0.1');
    left.write('GET /phone HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n');
    left.write('Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n');
    await new Promise<void>((resolve) => left.end(() => resolve()));
    await new Promise((resolve) => left.destroy().once('close', resolve));
    desk.put('phone');
    const next = await connectWebSocket(socketTo('phone'));
    expect(await next.transmit(Uint8Array.of(1))).toEqual(Uint8Array.of(1));
    expect(power.at(-1)).toBe('on');
    await next.disconnect();
  });

  it('tells and moves the place for the pages that may, and for no other', async () => {
    await freshDesk();
    const moved = await move('kiosk', PAGE);
    expect(await moved.json()).toEqual({ place: 'kiosk', holder: 'hanako', kiosk: false });
    expect(moved.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect((await move('hand', 'https://evil.example')).status).toBe(403);
    expect((await move('pocket', PAGE)).status).toBe(400);
    // Without a choice there is one card.
    expect((await put({ card: 'sign' })).status).toBe(400);
    expect(desk.place).toBe('kiosk');
  });
});
