import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { createLog } from '@kaijo/service';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine } from '../api/support/installation.ts';
import type { ScriptedCard } from '../api/support/scripted-card.ts';
import { granted, KioskVisit, PhoneVisit, reserve, verdict } from '../api/support/steps.ts';

let of: Installation;
let kiosk: Machine;
let hanako: ScriptedCard;
const logged: string[] = [];

beforeAll(async () => {
  of = await install({}, createLog('trace', { write: (line) => void logged.push(line) }));
  kiosk = await of.machine();
  hanako = await of.card('hanako', { locked: 'auth' });
});
afterAll(() => of?.close());
beforeEach(() => {
  logged.length = 0;
});

const SESSION = () => JSON.stringify({ targetPin: 'auth', appInstance: crypto.randomUUID() });
const sessions = async (): Promise<number> =>
  (await of.db.selectFrom('phone_session').select('id').execute()).length;

const head = (lines: readonly string[]) =>
  `${['POST /v1/phone/sessions HTTP/1.1', 'host: x', `idempotency-key: ${crypto.randomUUID()}`, 'content-type: application/json', ...lines].join('\r\n')}\r\n\r\n`;

/** Sends bytes and gives the status of each answer that comes back until the connection ends. */
function raw(bytes: string): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(of.publicUrl).port), '127.0.0.1', () => socket.write(bytes));
    let answered = '';
    socket.on('data', (data) => {
      answered += data;
    });
    socket.on('close', () =>
      resolve([...answered.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))),
    );
    socket.on('error', reject);
  });
}

describe('request smuggling: what two parties could read in two ways is refused, and what follows it is not read', () => {
  const hidden = () => {
    const body = SESSION();
    return `${head([`content-length: ${body.length}`])}${body}`;
  };

  it.each<[string, (body: string) => string]>([
    ['two lengths', (body) => `${head(['content-length: 0', `content-length: ${body.length}`])}${hidden()}`],
    ['a list of lengths', (body) => `${head([`content-length: ${body.length}, 0`])}${hidden()}`],
    ['a signed length', () => `${head(['content-length: +0'])}${hidden()}`],
    ['a length in hex', () => `${head(['content-length: 0x0'])}${hidden()}`],
    [
      'a length and chunks',
      () => `${head(['content-length: 5', 'transfer-encoding: chunked'])}0\r\n\r\n${hidden()}`,
    ],
    [
      'chunks that are not the last coding',
      () => `${head(['transfer-encoding: chunked, identity'])}0\r\n\r\n${hidden()}`,
    ],
    ['a coding with a tab before it', () => `${head(['transfer-encoding:\x0bchunked'])}0\r\n\r\n${hidden()}`],
    ['a blank before the colon', () => `${head(['content-length : 0'])}${hidden()}`],
    ['a folded header', () => `${head(['x: a', ' content-length: 0'])}${hidden()}`],
    [
      'a length of a chunk that is none',
      () => `${head(['transfer-encoding: chunked'])}+0\r\n\r\n${hidden()}`,
    ],
    ['a bare line feed in a chunk', () => `${head(['transfer-encoding: chunked'])}0\n\n${hidden()}`],
    ['NUL in a header', () => `${head(['x: a\0b', 'content-length: 0'])}${hidden()}`],
  ])('%s', async (_, bytes) => {
    const before = await sessions();
    const statuses = await raw(bytes(SESSION()));
    expect(statuses).toEqual([400]);
    expect(await sessions()).toBe(before);
  });

  it('of requests in one go each is answered for itself: the first one’s token is not the second one’s', async () => {
    const { token } = await reserve(of, hanako, 'auth');
    const first = `GET /v1/phone/reservation HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`;
    const second = 'GET /v1/phone/reservation HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    expect(await raw(first + second)).toEqual([200, 401]);
  });

  it('a header that stands twice is no header: neither token nor key counts', async () => {
    const { token } = await reserve(of, hanako, 'auth');
    const twice = `GET /v1/phone/reservation HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer x\r\nauthorization: Bearer ${token}\r\n\r\n`;
    expect(await raw(twice)).toEqual([401]);
    const body = SESSION();
    const keys = head([
      'connection: close',
      `idempotency-key: ${crypto.randomUUID()}`,
      `content-length: ${body.length}`,
    ]);
    expect(await raw(keys + body)).toEqual([400]);
  });

  it('no method is taken from a header, and no host decides anything', async () => {
    const { token } = await reserve(of, hanako, 'auth');
    const headers = {
      authorization: `Bearer ${token}`,
      'x-http-method-override': 'DELETE',
      'x-method-override': 'DELETE',
      'x-original-url': '/v1/office/reservations',
      'x-rewrite-url': '/v1/office/reservations',
      'x-forwarded-host': 'evil.example',
    };
    const response = await fetch(`${of.publicUrl}/v1/phone/reservation`, { headers });
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain('evil.example');
    expect(granted(await of.phone.showReservation(token)).state).toBe('open');
  });
});

describe('JSON that two parsers could read in two ways', () => {
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${of.publicUrl}/v1/phone/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...headers },
      body,
    });

  it.each([
    '{"__proto__":{"admin":true},"targetPin":"auth","appInstance":"3f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f506"}',
    '{"constructor":{"prototype":{"admin":true}},"targetPin":"auth","appInstance":"3f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f506"}',
    '{"targetPin":"auth","appInstance":"3f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f506","\\u005f_proto__":{"admin":true}}',
    '{"targetPin":"auth","appInstance":"3f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f506","consent":{"__proto__":{"terms":"x"}}}',
  ])('prototypes are not poisoned: %s', async (body) => {
    expect((await post(body)).status).toBe(400);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('of a member that stands twice the last one is checked and used: none gets past the schema', async () => {
    const app = `"appInstance":"${crypto.randomUUID()}"`;
    expect((await post(`{"targetPin":"auth",${app},"targetPin":"everything"}`)).status).toBe(400);
    const used = await post(`{"targetPin":"everything",${app},"targetPin":"auth"}`);
    expect([used.status, ((await used.json()) as { targetPin: string }).targetPin]).toEqual([201, 'auth']);
  });

  it.each([
    ['UTF-16', Buffer.from(`\ufeff${SESSION()}`, 'utf16le'), 'application/json; charset=utf-16'],
    ['UTF-7 in name only', SESSION().replace('auth', '+AGE-uth'), 'application/json; charset=utf-7'],
    ['overlong UTF-8', Buffer.from('{"targetPin":"\xc1\xa1uth"}', 'latin1'), 'application/json'],
    ['comments', `/* */${SESSION()}`, 'application/json'],
    ['two values', `${SESSION()}${SESSION()}`, 'application/json'],
  ])('%s is no JSON here', async (_, body, type) => {
    expect((await post(body, { 'content-type': type })).status).toBe(400);
  });
});

describe('bombs', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('a body in %s is not unfolded: it is no JSON, however much would be in it', async (coding, pack) => {
    for (const body of [pack(SESSION()), pack(Buffer.alloc(16 << 20, 0x20))]) {
      const response = await fetch(`${of.publicUrl}/v1/phone/sessions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-encoding': coding,
          'idempotency-key': crypto.randomUUID(),
        },
        body,
      });
      expect([400, 413, 415]).toContain(response.status);
    }
  });

  it('a place or a survey text that keeps patterns busy is answered like any other', async () => {
    const place = [
      'ー'.repeat(100),
      '市郡'.repeat(50),
      '山形県'.repeat(33),
      'ヶ'.repeat(100),
      ' '.repeat(100),
    ];
    for (const text of place) {
      const response = await fetch(`${of.publicUrl}/v1/stores?place=${encodeURIComponent(text)}`);
      expect(response.status).toBe(200);
    }
    const texts = [
      '都'.repeat(1_000),
      'ᄀ'.repeat(3_900),
      '\ufdfa'.repeat(900),
      '府府区府AA区区A'.repeat(111),
    ];
    texts.push('区番A室号区丁丁条'.repeat(110), '%.'.repeat(499), '0 - '.repeat(249), `${'a@'.repeat(400)}@`);
    for (const text of texts) {
      const response = await fetch(`${of.publicUrl}/v1/survey/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify({ usefulness: 'helpful', language: 'ja', text, masked: true }),
      });
      expect(response.status).toBe(200);
    }
  });
});

describe('log injection', () => {
  const PAYLOAD = 'forged\r\n{"level":50,"msg":"forged"}\u001b[2J\u001b[31mforged\u2028\u0085';

  it('each line is one JSON object of the log’s own, and nothing that was sent is in it', async () => {
    const encoded = encodeURIComponent(PAYLOAD);
    const json = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    await fetch(`${of.publicUrl}/v1/${encoded}`);
    await fetch(`${of.publicUrl}/v1/stores?place=${encoded}&pin=${encoded}`);
    await fetch(`${of.publicUrl}/v1/phone/sessions/${encoded}/card`, {
      method: 'POST',
      headers: json,
      body: '{}',
    });
    const post = (body: string, headers = {}) =>
      fetch(`${of.publicUrl}/v1/phone/sessions`, { method: 'POST', headers: { ...json, ...headers }, body });
    await post(JSON.stringify({ [PAYLOAD]: PAYLOAD, targetPin: PAYLOAD }));
    await post(`{"${PAYLOAD}`);
    const ascii = 'forged %0d%0a \\u001b[31m';
    await post('{}', { 'idempotency-key': ascii, 'user-agent': ascii, authorization: `Bearer ${ascii}` });
    await raw('GET /forged HTTP/1.1\r\nhost: x\r\nx: \u001b[31mforged\r\nconnection: close\r\n\r\n');
    await raw(`\u001b[31mforged / HTTP/1.1\r\n\r\n`);
    expect(logged.length).toBeGreaterThan(5);
    for (const line of logged) {
      expect(line.endsWith('\n') && line.indexOf('\n') === line.length - 1).toBe(true);
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), time: expect.any(String) });
      for (const sent of ['forged', '\u001b', '\\u001b']) expect(line).not.toContain(sent);
    }
  });
});

describe('a kiosk that has gone astray', () => {
  it('is asked to wait like anybody else: certificates are not tried out in numbers', async () => {
    const busy = await install({ KAIJO_REQUESTS_PER_MINUTE: '12' });
    try {
      const [rogue, honest] = [await busy.machine(), await busy.machine()];
      const stranger = await busy.card('taro');
      const verdicts: string[] = [];
      for (let i = 0; i < 13; i++) verdicts.push(verdict(await KioskVisit.tryToBegin(busy, rogue, stranger)));
      expect(verdicts.slice(0, 12)).toEqual(Array(12).fill('no-reservation'));
      expect(verdicts[12]).toBe('too-many-requests');
      // Another kiosk of the same store, behind the same address, is another one.
      expect(verdict(await KioskVisit.tryToBegin(busy, honest, stranger))).toBe('no-reservation');
    } finally {
      await busy.close();
    }
  });
});

it('after all of this a card is served as ever', async () => {
  await reserve(of, hanako, 'auth');
  expect(verdict(await KioskVisit.tryToBegin(of, kiosk, hanako))).toBe('ok');
  expect(verdict(await PhoneVisit.tryToBegin(of, 'auth', crypto.randomUUID()))).toBe('ok');
});
