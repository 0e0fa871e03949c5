import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HttpCrlClient } from './http-crl-client.ts';

const KEY_ID = Uint8Array.of(0xab);
const FIRST = Buffer.from('the first list');
const SECOND = Buffer.from('the second list');
const KEEP_MS = 60_000;

interface Point {
  readonly status: number;
  readonly body?: Buffer;
  readonly etag?: string;
}

/** A distribution point; what it was asked, and what it says. */
let server: Server;
let asked: IncomingMessage[];
let says: Point;
let now: number;
let client: HttpCrlClient;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    response.writeHead(says.status, says.etag === undefined ? {} : { etag: says.etag }).end(says.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
  now = Date.parse('2026-03-10T12:00:00+09:00');
  const { port } = server.address() as AddressInfo;
  client = new HttpCrlClient({
    url: `http://127.0.0.1:${port}/crl/{kind}/{keyId}`,
    keepMs: KEEP_MS,
    now: () => new Date(now),
  });
});

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
