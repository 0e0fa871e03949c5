import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import { createListener } from '../http/listener.ts';
import { createLog } from '../http/log.ts';
import { systemRandom } from '../random.ts';
import { forwardTheRest, SiteMissing, serveSite } from './index.ts';

const SCRIPT = 'console.log("kaijo");'.repeat(50);
let folder: string;
let guide: Server;
let app: FastifyInstance;
const logged: string[] = [];
const asked: { url: string; headers: Record<string, unknown> }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaijo-site-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>phone</title>');
  await writeFile(join(folder, 'assets', 'main-1a2b3c.js'), SCRIPT);
  await writeFile(join(folder, 'assets', 'main-1a2b3c.js.br'), brotliCompressSync(SCRIPT));
  await writeFile(join(folder, '.secret'), 'not for anybody');
  guide = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'max-age=60' }).end('the guide');
  });
  await new Promise<void>((resolve) => guide.listen(0, '127.0.0.1', resolve));
  app = await createListener({
    name: 'public',
    endpoints: [],
    web: async (into, refuse) => {
      await serveSite(into, {
        prefix: '/phone/',
        folder,
        rights: { wasm: true, device: true, connect: ['ws://localhost:9'] },
      });
      const { port } = guide.address() as AddressInfo;
      await forwardTheRest(into, { upstream: `http://127.0.0.1:${port}`, refuse });
    },
    db: {} as Database, // no page asks it
    clock: systemClock,
    random: systemRandom,
    log: createLog('info', { write: (line) => void logged.push(line) }),
    limits: { bodyBytes: 1_000, receiveMs: 1_000, answerMs: 1_000, connections: 10, requestsPerMinute: 0 },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await app.close();
  guide.close();
  await rm(folder, { recursive: true });
});

describe('a built site', () => {
  it('shows its page at its prefix and at every path of its own routes', async () => {
    for (const path of ['/phone/', '/phone/hold', '/phone/a/b']) {
      const { statusCode, body, headers } = await app.inject(path);
      expect([path, statusCode, body]).toEqual([path, 200, '<!doctype html><title>phone</title>']);
      expect(headers['cache-control']).toBe('no-cache');
    }
    expect((await app.inject('/phone')).headers.location).toBe('/phone/');
  });

  it('keeps hashed files for ever, and sends them compressed to who takes that', async () => {
    const path = '/phone/assets/main-1a2b3c.js';
    const plain = await app.inject(path);
    expect(plain.body).toBe(SCRIPT);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const small = await app.inject({ url: path, headers: { 'accept-encoding': 'br, gzip' } });
    expect(small.headers['content-encoding']).toBe('br');
    expect(small.headers['content-type']).toContain('javascript');
    expect(brotliDecompressSync(small.rawPayload).toString()).toBe(SCRIPT);
  });

  it('lets nothing run but its own files, and nobody frame it', async () => {
    const { headers } = await app.inject('/phone/');
    const policy = headers['content-security-policy'] as string;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain("connect-src 'self' ws://localhost:9;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy': expect.stringContaining('camera=(self)'),
    });
  });

  it.each([
    '/phone/assets/gone-ffffff.js',
    '/phone/.secret',
    '/phone/assets%2f..%2f.secret',
    '/phone/..%2f..%2fetc%2fhosts.x',
  ])('has no %s', async (path) => {
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).not.toBe(200);
    expect(body).not.toContain('not for anybody');
  });

  it('is refused when its folder holds no build', async () => {
    await expect(
      serveSite(app, { prefix: '/x/', folder: join(folder, 'assets'), rights: {} }),
    ).rejects.toThrow(SiteMissing);
  });
});

describe('the guide behind the service', () => {
  it('answers what is neither API nor site, with its own policy', async () => {
    const { body, headers } = await app.inject({
      url: '/problems/maintenance?a=1',
      headers: {
        authorization: 'Bearer secret',
        cookie: 'kaijo-visit=abc.def; __Host-kaijo-staff=secret; a=b',
      },
    });
    expect(body).toBe('the guide');
    expect(headers['cache-control']).toBe('max-age=60');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(asked.at(-1)).toMatchObject({ url: '/problems/maintenance?a=1' });
    expect(asked.at(-1)?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1' });
    expect(asked.at(-1)?.headers).not.toHaveProperty('authorization');
    expect(asked.at(-1)?.headers).toMatchObject({ cookie: 'kaijo-visit=abc.def; a=b' });
    expect(logged.join(''), 'R38: what was asked for is not logged').not.toContain('/problems/');
    await app.inject({ url: '/', headers: { cookie: '__Host-kaijo-staff=secret' } });
    expect(asked.at(-1)?.headers).not.toHaveProperty('cookie');
  });

  it.each([
    '//evil.example/x',
    '/\\\\evil.example/x',
    'http://evil.example/x',
    '/x/..//evil.example',
    '/%2f%2fevil.example',
    '/@evil.example',
    '/:80/x',
    '/%00',
    '/a%0d%0ahost:%20evil',
    '/?x=%0d%0a',
    '/%',
  ])('asks the guide and nobody else, whatever the path: %s', async (path) => {
    const { port } = app.server.address() as AddressInfo;
    const answered = await raw(port, `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(answered).toMatch(/^HTTP\/1\.1 (200|400|404) /);
  });

  it('does not answer for the API', async () => {
    const { statusCode, body } = await app.inject('/v1/nothing');
    expect(statusCode).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ type: '/problems/invalid-request' });
    expect((await app.inject({ method: 'POST', url: '/openapi.json' })).statusCode).toBe(405);
  });
});

/** All that comes back until the connection ends, which it does at once where that was asked for. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answered = '';
    socket.on('data', (data) => {
      answered += data;
    });
    socket.on('close', () => resolve(answered));
    socket.on('error', reject);
  });
}
