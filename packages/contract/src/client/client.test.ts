import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createPhoneClient } from './phone-client.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function phoneOf(handler: Handler) {
  server = createServer(handler);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return createPhoneClient({ baseUrl: `http://127.0.0.1:${port}/`, fetch, language: 'ja' });
}

const request = { targetPin: 'auth', appInstance: '3b0c1a5e-6a3b-4f0e-9a57-6a2f0c1e8d11' } as const;

describe('the typed client tells every outcome as a value', () => {
  it('sends an Idempotency-Key with each POST, a new one each time and the old one when asked', async () => {
    const keys: (string | undefined)[] = [];
    const phone = await phoneOf((incoming, response) => {
      keys.push(incoming.headers['idempotency-key'] as string);
      expect(incoming.headers['accept-language']).toBe('ja');
      response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
    });
    await phone.createSession(request);
    await phone.createSession(request);
    await phone.createSession(request, { idempotencyKey: 'a-key-that-was-kept' });
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('a-key-that-was-kept');
  });

  it('gives a problem as the service sent it', async () => {
    const phone = await phoneOf((_, response) => {
      response.writeHead(403, { 'content-type': 'application/problem+json' }).end(
        JSON.stringify({
          type: '/problems/app-restricted',
          status: 403,
          title: 't',
          detail: 'd',
          until: 'u',
        }),
      );
    });
    expect(await phone.createSession(request)).toMatchObject({ kind: 'problem', problem: { until: 'u' } });
  });

  it.each<[string, Handler]>([
    ['the connection is cut', (_, response) => response.destroy()],
    [
      'the answer is cut',
      (_, response) => response.writeHead(201, { 'content-length': 99 }).write('{', () => response.destroy()),
    ],
    ['a proxy answers in HTML', (_, response) => response.writeHead(502).end('<html>')],
    ['a proxy answers in its own JSON', (_, response) => response.writeHead(502).end('{"error":"x"}')],
  ])('says unreachable when %s: whether the service acted is unknown', async (_, handler) => {
    const phone = await phoneOf(handler);
    expect(await phone.createSession(request)).toEqual({ kind: 'unreachable' });
  });

  it('asks without a query as it signs: an empty one leaves no question mark behind', async () => {
    const targets: (string | undefined)[] = [];
    const phone = await phoneOf((incoming, response) => {
      targets.push(incoming.url);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    await phone.listStores({});
    await phone.listStores({ place: '鍵 町' });
    expect(targets).toEqual(['/v1/stores', '/v1/stores?place=%E9%8D%B5+%E7%94%BA']);
  });

  it('cannot be led to another path by a session id', async () => {
    const phone = await phoneOf((incoming, response) => {
      expect(incoming.url).toBe('/v1/phone/sessions/..%2F..%2Fx/card');
      response.writeHead(200).end('{}');
    });
    const credential = { kind: 'auth', certificate: 'AA' } as const;
    const outcome = await phone.presentCard(
      { session: '../../x', token: 't' },
      { credential, signature: 'AA' },
    );
    expect(outcome.kind).toBe('ok');
  });
});
