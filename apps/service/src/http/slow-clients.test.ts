import { type AddressInfo, connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import { systemRandom } from '../random.ts';
import { createListener } from './listener.ts';
import { createLog } from './log.ts';
import type { ListenerLimits } from './server.ts';

const LIMITS: ListenerLimits = {
  bodyBytes: 1_000,
  receiveMs: 1_000,
  answerMs: 200,
  connections: 50,
  requestsPerMinute: 0,
};

let app: FastifyInstance | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await app?.close();
  app = undefined;
});

async function start(limits: Partial<ListenerLimits> = {}, of: { tls?: object } = {}): Promise<number> {
  app = await createListener({
    name: 'public',
    endpoints: [],
    web: async (into) => {
      into.get('/large', async () => 'x'.repeat(30_000_000));
    },
    db: {} as Database, // nothing here asks it
    clock: systemClock,
    random: systemRandom,
    log: createLog('silent'),
    limits: { ...LIMITS, ...limits },
    ...of,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** A client that does no more than it is told, and what it was told until the connection ended. */
async function client(port: number): Promise<{ socket: Socket; ended: Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return { socket, ended };
}

it('cuts off who connects and says nothing', async () => {
  const { ended } = await client(await start());
  expect(await ended).toMatch(/^(HTTP\/1.1 408 |$)/);
});

it('cuts off who sends one header after another and never ends (slowloris)', async () => {
  const { socket, ended } = await client(await start());
  socket.write('GET /v1/status HTTP/1.1\r\nhost: x\r\n');
  const more = setInterval(() => socket.write('x-more: 1\r\n'), 50);
  const answered = await ended;
  clearInterval(more);
  expect(answered).toMatch(/^HTTP\/1.1 408 /);
});

it('cuts off who does not take the answer', async () => {
  const { socket, ended } = await client(await start());
  socket.pause();
  socket.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n');
  const closed = new Promise<void>((resolve) => {
    app?.server.getConnections(() => {});
    const watch = setInterval(() => {
      app?.server.getConnections((_, open) => {
        if (open > 0) return;
        clearInterval(watch);
        resolve();
      });
    }, 50);
  });
  await closed;
  socket.resume();
  expect((await ended).length).toBeLessThan(30_000_000);
});

it('cuts off who begins no TLS handshake', async () => {
  const { ended } = await client(await start({}, { tls: {} }));
  expect(await ended).toBe('');
});

it('gives no address more than its share of the connections, and the place back when one ends', async () => {
  const port = await start({ connectionsPerAddress: 2, receiveMs: 10_000 });
  const first = await client(port);
  await client(port);
  const third = await client(port);
  expect(await third.ended).toBe('');
  first.socket.destroy();
  await first.ended;
  const ask = async (): Promise<string> => {
    const again = await client(port);
    again.socket.write('GET /v1/none HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    return again.ended;
  };
  // The server may hear of the end a moment later.
  let answered = '';
  while (answered === '') answered = await ask();
  expect(answered).toMatch(/^HTTP\/1.1 404 /);
});
