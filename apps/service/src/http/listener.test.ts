import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { PROBLEM_TYPES } from '@kaijo/contract';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../random.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createToyTable, PICTURE_LIMITS, toyEndpoints } from '../testing/toy-feature.ts';
import { createListener } from './listener.ts';
import { createLog } from './log.ts';
import type { ListenerLimits } from './server.ts';

const LIMITS: ListenerLimits = {
  bodyBytes: 2_000,
  receiveMs: 1_500,
  answerMs: 1_000,
  connections: 50,
  requestsPerMinute: 0,
};

let database: TestDatabase;
let app: FastifyInstance | undefined;
let url: string;
const logged: string[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  await createToyTable(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.clear();
  await sql`delete from toy_marble`.execute(database.db);
  logged.length = 0;
});
afterEach(async () => {
  await app?.close();
  app = undefined;
});

let labels = 0;
async function start(
  options: {
    limits?: Partial<ListenerLimits>;
    meanwhile?: () => Promise<void>;
    trustProxy?: readonly string[];
  } = {},
) {
  app = await createListener({
    name: 'public',
    endpoints: toyEndpoints({
      db: database.db,
      label: () => `label-${++labels}`,
      ...(options.meanwhile && { meanwhile: options.meanwhile }),
    }),
    db: database.db,
    clock: { now: () => new Date('2026-03-01T12:00:00+09:00') },
    random: systemRandom,
    log: createLog('info', { write: (line) => void logged.push(line) }),
    limits: { ...LIMITS, ...options.limits },
    ...(options.trustProxy && { trustProxy: options.trustProxy }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the test looks into whatever was answered
  readonly body: any;
}

async function send(method: string, path: string, init: RequestInit = {}): Promise<Sent> {
  const response = await fetch(`${url}${path}`, { method, ...init });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

function drop(body: unknown, headers: Record<string, string> = {}): Promise<Sent> {
  return send('POST', '/v1/jar/marbles', {
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const marbles = async (): Promise<number> => (await send('GET', '/v1/jar')).body.marbles;

/** R40: a stable type, the holder's sentences, and nothing of the request or of the program. */
function expectProblem(
  { status, headers, body }: Sent,
  wanted: { status: number; type: string; field?: string },
): void {
  expect([status, body.type, body.status]).toEqual([
    wanted.status,
    `/problems/${wanted.type}`,
    wanted.status,
  ]);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body.detail.length).toBeGreaterThan(10);
  expect(body.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  if (wanted.field !== undefined) expect(body.errors[0].field).toBe(wanted.field);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|Error:|at Object/);
}

describe('a call through the core', () => {
  it('is validated, decided, encoded by the contract, and answered as data that nobody keeps', async () => {
    await start();
    const { status, headers, body } = await drop({ colour: 'red' });
    expect([status, body]).toEqual([201, { marble: 1, label: `label-${labels}` }]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect((await send('GET', '/v1/jar?colour=red')).body).toEqual({ marbles: 1 });
    expect((await send('DELETE', '/v1/jar')).body).toEqual({ marbles: 1 });
    expect(await marbles()).toBe(0);
  });

  it('speaks the caller’s language, and Japanese otherwise', async () => {
    await start();
    const refused = (language: string) =>
      drop({ colour: 'red', wish: 'refuse-in-prepare' }, { 'accept-language': language });
    const english = (await refused('fr, en-GB;q=0.8, ja;q=0.5')).body.detail;
    expect(english).toMatch(/[a-z]/);
    for (const language of ['ja-JP', 'fr', '*', 'en;q=0', 'q=;;,,='])
      expect((await refused(language)).body.detail).not.toBe(english);
  });

  it('publishes itself as OpenAPI 3.1', async () => {
    await start();
    const { body } = await send('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths).sort()).toEqual(
      expect.arrayContaining(['/v1/jar', '/v1/jar/marbles', '/v1/jars/{id}/marbles']),
    );
    const { post } = body.paths['/v1/jar/marbles'];
    expect(post.requestBody.content['application/json'].schema.properties.colour.maxLength).toBe(20);
    expect(post.responses[403].description).toBe('face-mismatch');
    expect(Object.keys(post.responses[403].content)).toEqual(['application/problem+json']);
  });

  it('R38: logs route and outcome, and nothing of what was said', async () => {
    await start();
    logged.length = 0; // the listener's own address is no caller's
    await drop({ colour: 'very-private' }, { authorization: 'Bearer secret-token-secret-token' });
    await drop({ colour: 'very-private', wish: 'throw-in-decide' });
    await send('GET', '/v1/jar?colour=very-private');
    const text = logged.join('');
    expect(text).toContain('"route":"/v1/jar/marbles"');
    expect(text).toContain('"service fault"');
    expect(text).toContain('toy-feature');
    expect(text).not.toMatch(/very-private|secret-token|127\.0\.0\.1|label-/);
  });
});

describe('every POST is idempotent under its key', () => {
  it('gives the first answer again, and does nothing twice', async () => {
    await start();
    const key = { 'idempotency-key': randomUUID() };
    const first = await drop({ colour: 'red' }, key);
    const again = await drop('{ "colour" : "red" }', key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(await marbles()).toBe(1);
  });

  it('takes the draft’s quoted form and the bare form as the same key', async () => {
    await start();
    const key = randomUUID();
    await drop({ colour: 'red' }, { 'idempotency-key': `"${key}"` });
    await drop({ colour: 'red' }, { 'idempotency-key': key });
    expect(await marbles()).toBe(1);
  });

  it.each([
    '',
    'short',
    'x'.repeat(129),
    '"unbalanced-quote-key',
    'with space in the middle',
    'a-good-key-twice-0, a-good-key-twice-0',
  ])('refuses the key %j, and a missing one', async (key) => {
    await start();
    const wanted = { status: 400, type: 'invalid-request', field: 'header/idempotency-key' };
    expectProblem(await drop({ colour: 'red' }, { 'idempotency-key': key }), wanted);
    const missing = await send('POST', '/v1/jar/marbles', {
      headers: { 'content-type': 'application/json' },
      body: '{"colour":"red"}',
    });
    expectProblem(missing, wanted);
    expect(await marbles()).toBe(0);
  });

  it('refuses another body under the same key', async () => {
    await start();
    const key = { 'idempotency-key': randomUUID() };
    await drop({ colour: 'red' }, key);
    expectProblem(await drop({ colour: 'blue' }, key), {
      status: 422,
      type: 'invalid-request',
      field: 'header/idempotency-key',
    });
    expect(await marbles()).toBe(1);
  });

  it('knows callers and paths apart: one caller’s key gives nothing to another', async () => {
    await start();
    const jars = [randomUUID(), randomUUID()];
    const tokens = ['token-of-alice-0001', 'token-of-bob-000001'];
    const seen = new Set<string>();
    for (const jar of jars) {
      for (const token of tokens) {
        const { body, headers } = await send('POST', `/v1/jars/${jar}/marbles`, {
          headers: {
            'content-type': 'application/json',
            'idempotency-key': 'the-same-key-for-all',
            authorization: `Bearer ${token}`,
          },
          body: '{"colour":"red"}',
        });
        expect(headers.get('idempotency-replayed')).toBeNull();
        seen.add(body.label);
      }
    }
    expect([seen.size, await marbles()]).toEqual([2, 4]);
  });

  it('gives the first answer again after a restart', async () => {
    await start();
    const key = { 'idempotency-key': randomUUID() };
    const first = await drop({ colour: 'red' }, key);
    await app?.close();
    await start();
    expect((await drop({ colour: 'red' }, key)).body).toEqual(first.body);
    expect(await marbles()).toBe(1);
  });

  it('lets one of many at the same moment act, and gives all of them its answer', async () => {
    let waiting = 0;
    let release = () => {};
    const all = new Promise<void>((resolve) => {
      release = resolve;
    });
    await start({
      meanwhile: async () => {
        if (++waiting === 10) release();
        await all;
      },
    });
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => drop({ colour: 'red' }, key)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(await marbles()).toBe(1);
  });

  it('gives the first answer also to one that would be refused by now', async () => {
    let overtake: (() => Promise<unknown>) | undefined;
    await start({ meanwhile: async () => void (await overtake?.()) });
    const key = { 'idempotency-key': randomUUID() };
    const first = drop({ colour: 'red' }, key);
    expect((await first).status).toBe(201);
    // The second was under way when the first one finished: its own decision counts for nothing.
    const other = { 'idempotency-key': randomUUID() };
    overtake = async () => {
      overtake = undefined;
      await drop({ colour: 'red', wish: 'refuse-and-count' }, other);
    };
    const late = await drop({ colour: 'red', wish: 'refuse-and-count' }, other);
    expect([late.status, late.headers.get('idempotency-replayed')]).toEqual([403, 'true']);
    expect(await marbles()).toBe(2);
  });

  it('R19: remembers a refusal that changed something, and changes it once', async () => {
    await start();
    const key = { 'idempotency-key': randomUUID() };
    const failed = { colour: 'red', wish: 'refuse-and-count' };
    const first = await drop(failed, key);
    expectProblem(first, { status: 403, type: 'face-mismatch' });
    expect((await drop(failed, key)).body).toEqual(first.body);
    expect(await marbles()).toBe(1);
  });

  it('undoes and forgets what may go better next time', async () => {
    await start();
    const key = { 'idempotency-key': randomUUID() };
    const first = await drop({ colour: 'red', wish: 'refuse-for-now' }, key);
    expectProblem(first, { status: 503, type: 'revocation-unknown' });
    expect(first.headers.get('retry-after')).toBe('7');
    expect(await marbles()).toBe(0);
    expect((await drop({ colour: 'red' }, key)).status).toBe(201);
  });

  it('stores no token that the tables alone would disclose', async () => {
    await start();
    const key = randomUUID();
    const { body } = await drop({ colour: 'red' }, { 'idempotency-key': key });
    const rows = await database.db.selectFrom('idempotency_record').selectAll().execute();
    expect(rows).toHaveLength(1);
    const stored = Buffer.concat(
      rows.flatMap(({ id, fingerprint, sealed_answer }) => [id, fingerprint, sealed_answer]),
    );
    for (const secret of [body.label, key, key.replaceAll('-', '')])
      expect(stored.includes(secret)).toBe(false);
  });
});

describe('bad input gets a problem, never a stack trace and never a 500', () => {
  it.each<[string, () => Promise<Sent>, { status: number; type: string; field?: string }]>([
    [
      'an unknown path',
      () => send('GET', '/v1/nothing'),
      { status: 404, type: 'invalid-request', field: 'path' },
    ],
    [
      'an unknown path with a broken body',
      () => send('POST', '/v1/nothing', { body: '{', headers: { 'content-type': 'application/json' } }),
      { status: 404, type: 'invalid-request', field: 'path' },
    ],
    [
      'a wrong method',
      () => send('PUT', '/v1/jar', { body: '{' }),
      { status: 405, type: 'invalid-request', field: 'method' },
    ],
    [
      'a method that nobody knows',
      () => send('PROPFIND', '/v1/jar'),
      { status: 405, type: 'invalid-request', field: 'method' },
    ],
    ['broken JSON', () => drop('{"colour":"r'), { status: 400, type: 'invalid-request', field: 'body' }],
    ['no body', () => drop(''), { status: 400, type: 'invalid-request', field: 'body' }],
    ['JSON null', () => drop('null'), { status: 400, type: 'invalid-request', field: 'body' }],
    ['a list', () => drop('[]'), { status: 400, type: 'invalid-request', field: 'body' }],
    [
      'a body that poisons prototypes',
      () => drop('{"colour":"red","__proto__":{"x":1}}'),
      { status: 400, type: 'invalid-request', field: 'body' },
    ],
    ['a missing field', () => drop({}), { status: 400, type: 'invalid-request', field: 'body/colour' }],
    [
      'a wrong type',
      () => drop({ colour: 7 }),
      { status: 400, type: 'invalid-request', field: 'body/colour' },
    ],
    [
      'a number as text',
      () => drop({ colour: 'red', weight: '7' }),
      { status: 400, type: 'invalid-request', field: 'body/weight' },
    ],
    [
      'a number out of range',
      () => drop({ colour: 'red', weight: 1e300 }),
      { status: 400, type: 'invalid-request', field: 'body/weight' },
    ],
    [
      'a member that is not known',
      () => drop({ colour: 'red', pin1234: 1 }),
      { status: 400, type: 'invalid-request', field: 'body' },
    ],
    [
      'NUL in a text',
      () => drop('{"colour":"r\\u0000d"}'),
      { status: 400, type: 'invalid-request', field: 'body/colour' },
    ],
    [
      'half a character',
      () => drop('{"colour":"r\\ud800d"}'),
      { status: 400, type: 'invalid-request', field: 'body/colour' },
    ],
    [
      'a body that is too large',
      () => drop({ colour: 'x'.repeat(3_000) }),
      { status: 413, type: 'invalid-request', field: 'body' },
    ],
    [
      'deeply nested JSON',
      () => drop('['.repeat(1_990)),
      { status: 400, type: 'invalid-request', field: 'body' },
    ],
    [
      'another media type',
      () => drop('colour=red', { 'content-type': 'application/x-www-form-urlencoded' }),
      { status: 415, type: 'invalid-request', field: 'header/content-type' },
    ],
    [
      'XML',
      () => drop('<a/>', { 'content-type': 'text/xml' }),
      { status: 415, type: 'invalid-request', field: 'header/content-type' },
    ],
    [
      'an unknown query member',
      () => send('GET', '/v1/jar?taste=sweet'),
      { status: 400, type: 'invalid-request', field: 'query' },
    ],
    [
      'a query member twice',
      () => send('GET', '/v1/jar?colour=a&colour=b'),
      { status: 400, type: 'invalid-request', field: 'query/colour' },
    ],
    [
      'NUL in the query',
      () => send('GET', '/v1/jar?colour=%00'),
      { status: 400, type: 'invalid-request', field: 'query/colour' },
    ],
    [
      'a path that cannot be decoded',
      () => send('GET', '/v1/%ff'),
      { status: 400, type: 'invalid-request', field: 'path' },
    ],
    [
      'no token',
      () => send('POST', `/v1/jars/${randomUUID()}/marbles`),
      { status: 401, type: 'not-authorised' },
    ],
    [
      'a token in another scheme',
      () => send('POST', `/v1/jars/${randomUUID()}/marbles`, { headers: { authorization: 'Basic YTpi' } }),
      { status: 401, type: 'not-authorised' },
    ],
    [
      'an id that is none',
      () =>
        send('POST', "/v1/jars/1'--/marbles", {
          headers: {
            authorization: 'Bearer some-token-0123456',
            'idempotency-key': randomUUID(),
            'content-type': 'application/json',
          },
          body: '{"colour":"red"}',
        }),
      { status: 400, type: 'invalid-request', field: 'path/id' },
    ],
  ])('%s', async (_, call, wanted) => {
    await start();
    const sent = await call();
    expectProblem(sent, wanted);
    expect(await marbles()).toBe(0);
    expect(logged.join('')).not.toContain('service fault');
  });

  it('says which methods a path has', async () => {
    await start();
    expect((await send('PUT', '/v1/jar')).headers.get('allow')).toBe('GET, DELETE, HEAD');
  });

  it('repeats nothing of what was wrong', async () => {
    await start();
    const sent = [
      await drop({ colour: 'red', hunter2: 1 }),
      await drop({ colour: { hunter2: 'hunter2' } }),
      await drop({ colour: 'hunter2'.repeat(9) }),
      await drop('{"colour":"hunter2'),
      await send('GET', '/v1/jar?hunter2=hunter2'),
      await send('GET', '/v1/hunter2'),
    ];
    for (const { body } of sent) expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it.each([
    'throw-in-prepare',
    'throw-in-decide',
  ])('a bug (%s) is a problem without details, and undone', async (wish) => {
    await start();
    const sent = await drop({ colour: 'red', wish });
    expectProblem(sent, { status: 500, type: 'service-fault' });
    expect(JSON.stringify(sent.body)).not.toContain('a bug over');
    expect(await marbles()).toBe(0);
  });

  // The toy never ends, and closing the listener waits for it: the test needs a handler that heeds its signal.
  it('gives up on an answer that takes too long, without losing its service', async () => {
    await start({ limits: { answerMs: 200 } });
    expectProblem(await drop({ colour: 'red', wish: 'take-for-ever' }), {
      status: 503,
      type: 'service-fault',
    });
    expect((await drop({ colour: 'red' })).status).toBe(201);
  });

  it('asks who comes too often to wait', async () => {
    await start({ limits: { requestsPerMinute: 3 } });
    for (let call = 0; call < 3; call++) expect((await send('GET', '/v1/jar')).status).toBe(200);
    const sent = await send('GET', '/v1/jar');
    expectProblem(sent, { status: 429, type: 'too-many-requests' });
    expect(Number(sent.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(sent.body.retryAfter).toBeGreaterThan(0);
  });

  it.each<[string, () => Promise<Sent>, number]>([
    ['a path that is none', () => send('GET', '/v1/nothing'), 404],
    [
      'a token that is none',
      () =>
        send('POST', `/v1/jars/${randomUUID()}/marbles`, {
          headers: { 'idempotency-key': randomUUID(), authorization: 'Bearer x' },
        }),
      401,
    ],
    ['a key that is none', () => drop({ colour: 'red' }, { 'idempotency-key': 'x' }), 400],
  ])('counts what it refuses at the door as well: %s', async (_, knock, refusal) => {
    await start({ limits: { requestsPerMinute: 3 } });
    for (let call = 0; call < 3; call++) expect((await knock()).status).toBe(refusal);
    expectProblem(await knock(), { status: 429, type: 'too-many-requests' });
  });

  it('knows who comes by the connection: no header makes another one of him', async () => {
    await start({ limits: { requestsPerMinute: 3 } });
    const from = (address: string) =>
      send('GET', '/v1/jar', {
        headers: { 'x-forwarded-for': address, forwarded: `for=${address}`, 'x-real-ip': address },
      });
    for (let call = 0; call < 3; call++) expect((await from(`192.0.2.${call}`)).status).toBe(200);
    expect((await from('192.0.2.9')).status).toBe(429);
  });

  it('behind a proxy believes what the proxy has added, and not what the caller has written before it', async () => {
    await start({ limits: { requestsPerMinute: 3 }, trustProxy: ['loopback', 'uniquelocal'] });
    const through = (proxyHeader: string) =>
      send('GET', '/v1/jar', { headers: { 'x-forwarded-for': proxyHeader } });
    for (let call = 0; call < 3; call++)
      expect((await through(`198.51.100.${call}, 203.0.113.7`)).status).toBe(200);
    expect((await through('198.51.100.9, 203.0.113.7')).status).toBe(429);
    expect((await through('203.0.113.8')).status).toBe(200);
    for (let call = 0; call < 3; call++)
      expect((await through(`2001:db8:1:2::${call + 1}`)).status).toBe(200);
    expect((await through('2001:db8:1:2:ffff::9')).status, 'another address of the same network').toBe(429);
  });

  it.each<[string, string, number]>([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}`, 431],
    [
      'two lengths (request smuggling)',
      'POST /v1/jar/marbles HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}',
      400,
    ],
    [
      'a length and chunks (request smuggling)',
      'POST /v1/jar/marbles HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'an expectation that nobody can meet',
      'POST /v1/jar/marbles HTTP/1.1\r\nhost: x\r\nexpect: 200-ok\r\ncontent-length: 2\r\n\r\n{}',
      417,
    ],
    [
      'a request that stops half-way',
      'POST /v1/jar/marbles HTTP/1.1\r\nhost: x\r\nidempotency-key: 0123456789abcdef\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
      408,
    ],
  ])('%s is answered on the bare connection', async (_, bytes, status) => {
    await start();
    const answered = await raw(bytes);
    expect(answered).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answered).toContain('application/problem+json');
    expect(await marbles()).toBe(0);
  });

  it('uses no problem type that the contract does not have', () => {
    expect(PROBLEM_TYPES).toEqual(
      expect.arrayContaining(['invalid-request', 'not-authorised', 'too-many-requests', 'service-fault']),
    );
  });
});

describe('a body with files', () => {
  const picture = (bytes: number) => new Blob([new Uint8Array(bytes).fill(7)], { type: 'image/jpeg' });
  const meta = (value: unknown = { colour: 'red' }) =>
    new Blob([JSON.stringify(value)], { type: 'application/json' });
  const form = (...parts: readonly (readonly [string, Blob | string])[]): FormData => {
    const data = new FormData();
    for (const [name, part] of parts) {
      if (typeof part === 'string') data.append(name, part);
      else data.append(name, part, 'file');
    }
    return data;
  };
  const post = (body: FormData | string, headers: Record<string, string> = {}) =>
    send('POST', '/v1/jar/pictures', { headers: { 'idempotency-key': randomUUID(), ...headers }, body });

  it('is read whole, in order, and is idempotent whatever its boundary', async () => {
    await start();
    const key = { 'idempotency-key': randomUUID() };
    const parts = [
      ['meta', meta()],
      ['picture', picture(1_000)],
      ['picture', picture(2)],
    ] as const;
    expect((await post(form(...parts), key)).body).toEqual({ marbles: 2 });
    const again = await post(form(...parts), key);
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([{ marbles: 2 }, 'true']);
    expectProblem(await post(form(['meta', meta()], ['picture', picture(3)]), key), {
      status: 422,
      type: 'invalid-request',
    });
    expect(await marbles()).toBe(2);
  });

  it('takes the JSON part as a plain field too', async () => {
    await start();
    expect((await post(form(['meta', '{"colour":"red"}'], ['picture', picture(1)]))).body).toEqual({
      marbles: 1,
    });
  });

  it.each<[string, () => FormData | string, Record<string, string>, { status: number; field?: string }]>([
    ['no JSON part', () => form(['picture', picture(1)]), {}, { status: 400, field: 'body/meta' }],
    ['two JSON parts', () => form(['meta', meta()], ['meta', meta()]), {}, { status: 400, field: 'body' }],
    ['a JSON part that is none', () => form(['meta', '{"colour']), {}, { status: 400, field: 'body/meta' }],
    [
      'a JSON part against its schema',
      () => form(['meta', meta({ colour: 1 })]),
      {},
      { status: 400, field: 'body/meta/colour' },
    ],
    [
      'NUL in the JSON part',
      () => form(['meta', '{"colour":"\\u0000"}']),
      {},
      { status: 400, field: 'body/colour' },
    ],
    [
      'a JSON part that is too large',
      () => form(['meta', meta({ colour: 'x'.repeat(600) })]),
      {},
      { status: 413 },
    ],
    [
      'a part of another name',
      () => form(['meta', meta()], ['other', picture(1)]),
      {},
      { status: 400, field: 'body' },
    ],
    [
      'a picture that is text',
      () => form(['meta', meta()], ['picture', 'text']),
      {},
      { status: 400, field: 'body/picture' },
    ],
    [
      'a picture of another type',
      () => form(['meta', meta()], ['picture', new Blob(['x'], { type: 'image/png' })]),
      {},
      { status: 415, field: 'body/picture' },
    ],
    [
      'a picture that is too large',
      () => form(['meta', meta()], ['picture', picture(PICTURE_LIMITS.maxBytes + 1)]),
      {},
      { status: 413 },
    ],
    [
      'too many pictures',
      () => form(['meta', meta()], ...Array.from({ length: 5 }, () => ['picture', picture(1)] as const)),
      {},
      { status: 413 },
    ],
    ['no multipart at all', () => '{}', { 'content-type': 'application/json' }, { status: 406 }],
    ['multipart without a boundary', () => 'x', { 'content-type': 'multipart/form-data' }, { status: 400 }],
    [
      'a body that ends too early',
      () =>
        '--b\r\ncontent-disposition: form-data; name="picture"; filename="x"\r\ncontent-type: image/jpeg\r\n\r\nabc',
      { 'content-type': 'multipart/form-data; boundary=b' },
      { status: 400 },
    ],
    [
      'a part with a broken header',
      () => '--b\r\n\r\n\r\n--b--\r\n',
      { 'content-type': 'multipart/form-data; boundary=b' },
      { status: 400 },
    ],
  ])('refuses %s', async (_, body, headers, wanted) => {
    await start({ limits: { receiveMs: 10_000, answerMs: 5_000 } });
    expectProblem(await post(body(), headers), { type: 'invalid-request', ...wanted });
    expect(await marbles()).toBe(0);
  });
});

/** Sends bytes and gives all that comes back until the connection ends. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    let answered = '';
    socket.on('data', (data) => {
      answered += data;
    });
    socket.on('close', () => resolve(answered));
    socket.on('error', reject);
  });
}
