import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { HttpCrlClient } from './http-crl-client.ts';

const KEY_ID = Uint8Array.of(0xab);
const FIRST = Buffer.from('the first list');
const SECOND = Buffer.from('the second list');
const KEEP_MS = 60_000;
/** However busy the machine is. */
const POLL = { timeout: 60_000 };

interface Point {
  readonly status: number;
  readonly body?: Buffer;
  readonly etag?: string;
}

/** A distribution point; what it was asked, and what it says. */
let server: Server;
let asked: IncomingMessage[];
let says: Point;
let saysOfChanges: Point;
/** Settles when the point answers. */
let held: Promise<void> | undefined;
let now: number;
let client: HttpCrlClient;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked.push(request);
    await held;
    const { status, etag, body } = request.url?.startsWith('/delta-crl/') ? saysOfChanges : says;
    response.writeHead(status, etag === undefined ? {} : { etag }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
  held = undefined;
  now = Date.parse('2026-03-10T12:00:00+09:00');
  client = newClient();
});

function newClient({ deltaUrl, waitMs }: { deltaUrl?: string; waitMs?: number } = {}): HttpCrlClient {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new HttpCrlClient({
    url: `${origin}/crl/{kind}/{keyId}`,
    ...(waitMs && { waitMs }),
    ...(deltaUrl && { deltaUrl: `${origin}${deltaUrl}` }),
    keepMs: KEEP_MS,
    now: () => new Date(now),
  });
}

const fetched = async (): Promise<string> => {
  const answer = await client.fetchCrl('auth', KEY_ID);
  return answer.kind === 'answer' ? Buffer.from(answer.der).toString() : answer.kind;
};

it('who asks while a list is on its way waits for that one', async () => {
  says = { status: 200, body: FIRST };
  const all = await Promise.all(Array.from({ length: 20 }, fetched));
  expect(new Set(all)).toEqual(new Set([String(FIRST)]));
  expect(asked.map(({ url }) => url)).toEqual(['/crl/auth/ab']);
});

it('after its time it asks only whether there is a newer one', async () => {
  says = { status: 200, body: FIRST, etag: '"1"' };
  const first = await client.fetchCrl('auth', KEY_ID);
  now += KEEP_MS;
  says = { status: 304 };
  const same = await client.fetchCrl('auth', KEY_ID);
  expect(asked[1]?.headers['if-none-match']).toBe('"1"');
  // The same array: it has been verified, and is not taken apart again.
  if (first.kind !== 'answer' || same.kind !== 'answer') throw new Error('no list');
  expect(same.der).toBe(first.der);
  now += KEEP_MS;
  says = { status: 200, body: SECOND, etag: '"2"' };
  expect(await fetched()).toBe(String(SECOND));
});

it('a distribution point that fails does not take away the list that is there: its own end says how long it is good', async () => {
  says = { status: 200, body: FIRST };
  await fetched();
  now += KEEP_MS;
  says = { status: 503 };
  expect(await fetched()).toBe(String(FIRST));
  // And is left in peace for a while.
  await fetched();
  expect(asked).toHaveLength(2);
});

it('without any list it says that there is none', async () => {
  says = { status: 404 };
  expect(await fetched()).toBe('unreachable');
  says = { status: 200, body: FIRST };
  expect(await fetched()).toBe(String(FIRST));
});

describe('a list that is long on its way', () => {
  const hold = (): (() => void) => {
    let letGo: () => void = () => {};
    held = new Promise((resolve) => {
      letGo = resolve;
    });
    return letGo;
  };
  beforeEach(() => {
    client = newClient({ waitMs: 20 });
    says = { status: 200, body: FIRST };
  });

  it('who asks is told so after a while, and it arrives all the same', async () => {
    const letGo = hold();
    expect(await fetched()).toBe('unreachable');
    letGo();
    await expect.poll(fetched, POLL).toBe(String(FIRST));
    expect(asked).toHaveLength(1);
  });

  it('the one that is there is given out meanwhile, to who comes after without a wait', async () => {
    await expect.poll(fetched, POLL).toBe(String(FIRST));
    now += KEEP_MS;
    const letGo = hold();
    const before = asked.length;
    says = { status: 200, body: SECOND };
    expect(await fetched()).toBe(String(FIRST));
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    expect(await fetched(), 'no timer would end its wait').toBe(String(FIRST));
    vi.useRealTimers();
    letGo();
    await expect.poll(fetched, POLL).toBe(String(SECOND));
    expect(asked).toHaveLength(before + 1);
  });
});

describe('with delta lists', () => {
  const CHANGES = Buffer.from('the changes');
  const MORE_CHANGES = Buffer.from('more changes');
  beforeEach(() => {
    client = newClient({ deltaUrl: '/delta-crl/{kind}/{keyId}' });
    says = { status: 200, body: FIRST, etag: '"1"' };
    saysOfChanges = { status: 200, body: CHANGES, etag: '"a"' };
  });

  const both = async (): Promise<string> => {
    const answer = await client.fetchCrl('auth', KEY_ID);
    if (answer.kind !== 'answer') return answer.kind;
    return [answer.der, ...(answer.delta ? [answer.delta] : [])].map(String).join(' + ');
  };
  beforeEach(async () => {
    expect(await both()).toBe(named(FIRST, CHANGES));
  });
  const named = (...lists: Buffer[]) => lists.map((list) => String(Uint8Array.from(list))).join(' + ');

  it('both come together, each from its address, once for all who ask', async () => {
    now += KEEP_MS;
    await Promise.all(Array.from({ length: 5 }, both));
    expect(asked.map(({ url }) => url).sort()).toEqual([
      '/crl/auth/ab',
      '/crl/auth/ab',
      '/delta-crl/auth/ab',
      '/delta-crl/auth/ab',
    ]);
  });

  it('after their time each is asked whether there is a newer one', async () => {
    now += KEEP_MS;
    says = { status: 304 };
    saysOfChanges = { status: 200, body: MORE_CHANGES, etag: '"b"' };
    expect(await both()).toBe(named(FIRST, MORE_CHANGES));
    now += KEEP_MS;
    saysOfChanges = { status: 304 };
    expect(await both()).toBe(named(FIRST, MORE_CHANGES));
    const tags = (path: string) =>
      asked.filter(({ url }) => url?.startsWith(path)).map(({ headers }) => headers['if-none-match']);
    expect(tags('/crl/')).toEqual([undefined, '"1"', '"1"']);
    expect(tags('/delta-crl/')).toEqual([undefined, '"a"', '"b"']);
  });

  it('the issuer gone: both are kept, for their own ends to say how long they are good', async () => {
    now += KEEP_MS;
    says = { status: 503 };
    saysOfChanges = { status: 503 };
    expect(await both()).toBe(named(FIRST, CHANGES));
  });

  it('an issuer that publishes none: the complete list alone', async () => {
    client = newClient({ deltaUrl: '/delta-crl/{kind}/{keyId}' });
    saysOfChanges = { status: 404 };
    expect(await both()).toBe(named(FIRST));
  });

  it('changes without the list that they change are nothing', async () => {
    client = newClient({ deltaUrl: '/delta-crl/{kind}/{keyId}' });
    says = { status: 404 };
    expect(await both()).toBe('unreachable');
  });
});
