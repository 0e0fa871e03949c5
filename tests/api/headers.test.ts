import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDesk } from '@kaijo/cli/desk';
import { connectService, createGuide, DEMO_PUBLISHER } from '@kaijo/guide';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, install } from './support/installation.ts';

/**
 * Every answer of everything that a browser can reach: API, sites, pages, refusals, and what is answered on the bare
 * connection. The kiosk's screen has its own test (tests/kiosk/local-api.kiosk.ts).
 */
let of: Installation;
let site: string;
let guide: Awaited<ReturnType<typeof createGuide>>;
let guideUrl: string;
let desk: Awaited<ReturnType<typeof startDesk>>;

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'kaijo-headers-'));
  await writeFile(join(site, 'index.html'), '<!doctype html><title>a site</title>');
  let serviceUrl: string | undefined;
  guide = await createGuide({
    settings: { publisher: DEMO_PUBLISHER, demo: false },
    service: connectService({ url: () => serviceUrl }),
    origin: () => 'https://kaijo.example',
    limits: { answers: 1, searches: 1 },
  });
  guideUrl = await guide.listen({ host: '127.0.0.1', port: 0 });
  of = await install({
    KAIJO_PHONE_SITE: site,
    KAIJO_COUNTER_SITE: site,
    KAIJO_PLAYGROUND_SITE: site,
    KAIJO_DESK_URL: 'http://localhost:8081',
    KAIJO_GUIDE_URL: guideUrl,
    KAIJO_WATCH_PORT: '0',
    KAIJO_BEHIND_PROXY: 'yes',
  });
  serviceUrl = of.publicUrl;
  const noCard = { powerOn: async () => new Uint8Array(), powerOff: async () => undefined } as never;
  desk = await startDesk({ device: noCard, port: 0 });
});
afterAll(async () => {
  await desk?.close();
  await of?.close();
  await guide?.close();
  await rm(site, { recursive: true, force: true });
});

/** What no answer is without (OWASP ASVS 5.0, 3.4). */
function expectGuarded(headers: Headers): void {
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'/);
  expect(policy).toMatch(/frame-ancestors '(none|self)'/);
  expect(policy).toContain("base-uri 'none'");
  expect(policy).not.toMatch(
    /'unsafe-inline'|'unsafe-eval'|(script|style|default)-src[^;]*(\*|https?:|data:)/,
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('permissions-policy')).toContain('microphone=()');
  expect(headers.get('cache-control')).toMatch(/no-store|no-cache|max-age/);
  expect(headers.get('server')).toBeNull();
  expect(headers.get('x-powered-by')).toBeNull();
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}
const FORM = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'text=x',
};
const JSON_BODY = { 'content-type': 'application/json', 'idempotency-key': 'a-key-of-sixteen-or-more' };

describe('what the public listener answers', () => {
  it.each<[string, string, number, Asked?]>([
    ['the API', '/v1/status', 200],
    ['stores', '/v1/stores', 200],
    ['a problem', '/v1/phone/reservation', 401],
    ['a path that is not known', '/v1/nothing', 404],
    ['a method that it does not have', '/v1/status', 405, { method: 'DELETE' }],
    ['a path that cannot be decoded', '/v1/%ff', 400],
    ['broken JSON', '/v1/phone/sessions', 400, { method: 'POST', headers: JSON_BODY, body: '{' }],
    [
      'a body that is too large',
      '/v1/phone/sessions',
      413,
      { method: 'POST', headers: JSON_BODY, body: JSON.stringify('x'.repeat(200_000)) },
    ],
    ['its description', '/openapi.json', 200],
    ['the phone', '/phone/', 200],
    ['the phone without its slash', '/phone', 308],
    ['a file of the phone that there is not', '/phone/assets/none.js', 404],
    ['the counter', '/counter/', 200],
    ['the playground', '/try/', 200],
    ['where its card lies', '/try/desk.json', 200],
    ['the guide', '/', 200],
    ['the guide’s stores', '/en/stores?place=x', 200],
    ['a problem’s page', '/problems/maintenance', 200],
    ['a page that there is not', '/nothing', 404],
    ['the guide’s redirect', '/en', 308],
    ['the guide’s icon', '/guide-icon.svg', 200],
    ['its sitemap', '/sitemap.xml', 200],
    ['an answer to the survey without a choice', '/survey', 422, FORM],
  ])('%s (%s)', async (_, path, status, asked = {}) => {
    const response = await fetch(`${of.publicUrl}${path}`, { redirect: 'manual', ...asked });
    await response.text();
    expect(response.status).toBe(status);
    expectGuarded(response.headers);
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  it('is never kept where it is somebody’s', async () => {
    for (const path of ['/v1/phone/reservation', '/v1/staff/me', '/stores?near=35.6,139.7']) {
      const response = await fetch(`${of.publicUrl}${path}`);
      await response.text();
      expect([path, response.headers.get('cache-control')]).toEqual([path, 'no-store']);
    }
  });

  it('only the site that reads a photographed card compiles WebAssembly, and nothing evaluates text', async () => {
    for (const path of ['/phone/', '/counter/', '/try/']) {
      const response = await fetch(`${of.publicUrl}${path}`);
      await response.text();
      const wasm = response.headers.get('content-security-policy')?.includes("'wasm-unsafe-eval'");
      expect([path, wasm]).toEqual([path, path === '/phone/']);
    }
  });

  it('is the same on the bare connection', async () => {
    const { hostname, port } = new URL(of.publicUrl);
    const answered = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), hostname, () => socket.write('no HTTP\r\n\r\n'));
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('close', () => resolve(text)).on('error', reject);
    });
    const [head = ''] = answered.split('\r\n\r\n');
    const lines = head.split('\r\n').slice(1);
    expectGuarded(new Headers(lines.map((line) => line.split(': ', 2) as [string, string])));
  });
});

describe('what others answer', () => {
  const OF_THE_GUIDE = ['/', '/nothing', '/stores?place=y', '/maintenance.atom', '/%ff', '/problems/%c0'];
  it.each(OF_THE_GUIDE)('the guide by itself: %s', async (path) => {
    const response = await fetch(`${guideUrl}${path}`);
    await response.text();
    expectGuarded(response.headers);
  });

  it('the guide that is asked too often', async () => {
    await (await fetch(`${guideUrl}/stores?place=z`)).text();
    const response = await fetch(`${guideUrl}/stores?place=z`);
    await response.text();
    expect(response.status).toBe(429);
    expectGuarded(response.headers);
  });

  it.each(['/card', '/nothing', '/kiosk-screen'])('the table with the card: %s', async (path) => {
    for (const headers of [{}, { origin: 'https://elsewhere.example' }]) {
      const response = await fetch(`${desk.url}${path}`, { headers });
      await response.text();
      expectGuarded(response.headers);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
