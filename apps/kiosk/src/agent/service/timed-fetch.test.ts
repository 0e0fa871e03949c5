import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Fetch } from '@kaijo/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { timed } from './timed-fetch.ts';

/** A line that is dead after so much of the answer. */
let says = '';
let server: Server;
let url: string;
const open: Socket[] = [];
beforeAll(async () => {
  server = createServer((socket) => {
    open.push(socket);
    socket.on('data', () => socket.write(says)).on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  for (const socket of open) socket.destroy();
  server.close();
});

const call = timed((to, init) => fetch(to, init) as ReturnType<Fetch>, 300);

it.each([
  ['before a word of the answer', ''],
  ['in the middle of its head', 'HTTP/1.1 200 OK\r\ncontent-le'],
  ['in the middle of its body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'],
])('gives up when the line dies %s', async (_, said) => {
  says = said;
  await expect(call(url, {})).rejects.toThrow();
});

it('gives up also when nobody but the platform hears the signal', async () => {
  const deaf = timed(() => new Promise(() => {}), 50);
  await expect(deaf(url, {})).rejects.toThrow('no answer in time');
});

it('hands on whole answers: status, headers, body, and none where there is none', async () => {
  says = 'HTTP/1.1 201 Created\r\ncontent-type: text/x\r\ncontent-length: 3\r\n\r\nabc';
  const answer = await call(url, {});
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    201,
    'text/x',
    'abc',
  ]);
  says = 'HTTP/1.1 204 No Content\r\n\r\n';
  expect(await (await call(url, {})).text()).toBe('');
});
