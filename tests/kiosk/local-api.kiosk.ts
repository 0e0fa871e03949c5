import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { CLOSE, SCREEN_PATH, SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from '@kaijo/kiosk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Bench, benchWithinProcess } from '../faults/support/bench.ts';
import { type KioskInTest, kioskInTest } from './support/kiosk-in-test.ts';
import { readStartPage, ScreenClient, signIn } from './support/screen-client.ts';

let bench: Bench;
let kiosk: KioskInTest;
let origin: string;
beforeAll(async () => {
  bench = await benchWithinProcess();
  kiosk = await kioskInTest(bench);
  origin = kiosk.agent.screen.url.replace(/\/$/, '');
});
afterAll(async () => {
  await kiosk?.close();
  await bench?.close();
});

interface Asked {
  readonly host?: string;
  readonly origin?: string;
  readonly body?: unknown;
}

/** A request as it is written on the wire: fetch forbids to name another host. */
function raw(line: string, headers: Readonly<Record<string, string>>, body = ''): Promise<number> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      socket.write(
        [`${line} HTTP/1.1`, ...lines, `content-length: ${body.length}`, 'connection: close', '', body].join(
          '\r\n',
        ),
      );
    });
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1])));
    socket.on('error', reject);
  });
}

async function postTicket({
  host = new URL(origin).host,
  origin: from = origin,
  body,
}: Asked): Promise<number> {
  const { ticket } = await readStartPage(kiosk.agent.screen.startPage);
  return raw(
    `POST ${SCREEN_PATH}`,
    { host, 'content-type': 'application/json', ...(from !== '' && { origin: from }) },
    JSON.stringify(body ?? { ticket }),
  );
}

function upgrade(token: string, of: { host?: string; origin?: string } = {}): Promise<number> {
  return raw(`GET ${SCREEN_PATH}`, {
    host: of.host ?? new URL(origin).host,
    ...(of.origin !== '' && { origin: of.origin ?? origin }),
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    'sec-websocket-protocol': `${SUBPROTOCOL}, ${TOKEN_PROTOCOL_PREFIX}${token}`,
  });
}

describe('the agent’s local API is for its own screen alone', () => {
  it('other hosts (DNS rebinding), other origins and no origin are refused', async () => {
    expect(await postTicket({ host: 'kaijo.attacker.example' })).toBe(403);
    expect(await postTicket({ host: `127.0.0.1.attacker.example:${new URL(origin).port}` })).toBe(403);
    expect(await postTicket({ origin: 'http://attacker.example' })).toBe(403);
    expect(await postTicket({ origin: 'null' })).toBe(403);
    expect(await postTicket({ origin: `http://127.0.0.1:1` })).toBe(403);
    expect(await postTicket({ origin: '' })).toBe(403);
    expect(await raw('GET /', { host: 'kaijo.attacker.example' })).toBe(403);
    // None of them has used the ticket up.
    expect(await postTicket({})).toBe(200);
  });

  it('a ticket is good once, and lies in a folder that only the kiosk’s user can read', async () => {
    const { startPage } = kiosk.agent.screen;
    const { ticket } = await readStartPage(startPage);
    await signIn(startPage);
    expect(await postTicket({ body: { ticket } })).toBe(403);
    expect((await stat(startPage)).mode & 0o077).toBe(0);
    expect((await stat(dirname(startPage))).mode & 0o077).toBe(0);
  });

  it('the WebSocket refuses other tokens, origins and hosts, and what is no message', async () => {
    const { url, token } = await signIn(kiosk.agent.screen.startPage);
    expect(await upgrade('x'.repeat(43))).toBe(403);
    expect(await upgrade('')).toBe(403);
    expect(await upgrade(token, { origin: 'http://attacker.example' })).toBe(403);
    expect(await upgrade(token, { origin: '' })).toBe(403);
    expect(await upgrade(token, { host: 'attacker.example' })).toBe(403);
    const screen = await ScreenClient.connect(url, token);
    const closed = screen.closed();
    screen.sendRaw('{"kind":"confirm","step":1,"pin":"1234"}');
    expect(await closed).toBe(CLOSE.BAD_MESSAGE);
    const again = await ScreenClient.connect(url, token);
    const ended = again.closed();
    again.sendRaw(new Uint8Array(5));
    expect(await ended).toBe(CLOSE.BAD_MESSAGE);
  });

  it('a newer screen takes over; the last one’s token opens nothing any more', async () => {
    const first = await signIn(kiosk.agent.screen.startPage);
    const screen = await ScreenClient.connect(first.url, first.token);
    const closed = screen.closed();
    const second = await signIn(kiosk.agent.screen.startPage);
    await ScreenClient.connect(second.url, second.token);
    expect(await closed).toBe(CLOSE.SUPERSEDED);
    expect(await upgrade(first.token)).toBe(403);
  });

  it('no page may frame it, and no script but its own runs in it', async () => {
    const response = await fetch(kiosk.agent.screen.url);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('permissions-policy')).toContain('camera=()');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

it('a socket that a WebSocket library would open for another page is refused as well', async () => {
  const { url, token } = await signIn(kiosk.agent.screen.startPage);
  const socket = new WebSocket(
    `${url.replace(/^http/, 'ws')}screen`,
    [SUBPROTOCOL, `${TOKEN_PROTOCOL_PREFIX}${token}`],
    { origin: 'https://attacker.example' },
  );
  const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
  expect(error.message).toContain('403');
});
