import { request as httpRequest } from 'node:http';
import {
  OPERATOR_ROUTES,
  PROBLEM_STATUS,
  type ProblemType,
  problemTypeOf,
  ROUTES,
  type Route,
} from '@kaijo/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine } from './support/installation.ts';
import { sampleOf } from './support/sample.ts';
import { granted, KioskVisit, PhoneVisit, reserve } from './support/steps.ts';

let of: Installation;
let kiosk: Machine;
/** Sessions and tokens that are genuine, so that what is wrong is the message and nothing else. */
let known: Record<Route['caller'], { readonly id: string; readonly token?: string }>;

beforeAll(async () => {
  of = await install();
  kiosk = await of.machine();
  const hanako = await of.card('hanako');
  const made = await reserve(of, hanako, 'auth');
  const { session } = await PhoneVisit.begin(of, 'sign');
  const visit = await KioskVisit.begin(of, kiosk, hanako);
  known = {
    anyone: { id: NOBODYS },
    'phone-session': { id: session.session, token: session.token },
    reservation: { id: NOBODYS, token: made.token },
    kiosk: { id: visit.session },
    operator: { id: NOBODYS },
    staff: { id: NOBODYS },
  };
});
afterAll(() => of?.close());

const NOBODYS = '00000000-0000-4000-8000-00000000dead';
const ALL: readonly (readonly [string, Route])[] = [
  ...Object.entries(ROUTES),
  ...Object.entries(OPERATOR_ROUTES).map(([name, route]) => [`operator: ${name}`, route] as const),
];
const WITH_BODY = ALL.filter(([, route]) => route.body !== undefined);
const WITHOUT_BODY = ALL.filter(([, route]) => route.method === 'GET');

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

interface Message {
  readonly id?: string;
  readonly token?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

async function send(route: Route, message: Message): Promise<Answer> {
  const { id = known[route.caller].id, token = known[route.caller].token, query = '' } = message;
  const path = route.path.replace(':id', id) + query;
  const headers = Object.fromEntries(
    Object.entries({
      ...(route.method === 'POST' && { 'idempotency-key': crypto.randomUUID() }),
      ...(message.body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...message.headers,
    }).filter((header): header is [string, string] => header[1] !== undefined),
  );
  const { method } = route;
  if (route.caller === 'operator') return overSocket({ method, path, headers, body: message.body });
  const [base, fetchFrom] =
    route.caller === 'kiosk' ? [of.kioskUrl, kiosk.fetch] : [of.publicUrl, globalThis.fetch];
  const init = { method, headers, ...(message.body !== undefined && { body: message.body }) };
  const response = await fetchFrom(`${base}${path}`, init);
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, body: await response.text() };
}

function overSocket(message: {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}): Promise<Answer> {
  const { method, path, headers, body } = message;
  const options = { socketPath: of.folder.operatorSocket, method, path, headers };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          body: Buffer.concat(parts).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** RFC 9457, with a type of the contract and the status that belongs to it; and never the service's own fault. */
function expectProblem({ status, contentType, body }: Answer): ProblemType {
  expect(contentType).toMatch(/^application\/problem\+json/);
  expect(body).not.toMatch(/node_modules|\bat .+:\d+:\d+|\.ts\b|\bselect\b.+\bfrom\b/i);
  const problem = JSON.parse(body);
  expect(problem).toMatchObject({ title: expect.any(String), detail: expect.any(String), status });
  const type = problemTypeOf(problem);
  if (type === undefined) throw new Error(`no type of the contract: ${problem.type}`);
  expect(type, body).not.toBe('service-fault');
  expect(status).toBeLessThan(504);
  expect(status).not.toBe(500);
  return type;
}

const invalid = async (route: Route, message: Message): Promise<void> => {
  expect(expectProblem(await send(route, message))).toBe('invalid-request');
};

describe.each(WITH_BODY)('%s', (_, route) => {
  const sample = sampleOf(route.body as never) as Record<string, unknown>;
  const valid = JSON.stringify(sample);

  it('broken JSON', async () => {
    for (const body of ['{', '', '}{', `${valid}x`, valid.slice(0, -1), '\u0000', '{"a":1,}'])
      await invalid(route, { body });
  });

  it('JSON that is no object', async () => {
    for (const body of ['null', 'true', '0', '"text"', '[]', `[${valid}]`]) await invalid(route, { body });
  });

  it('an unknown member, a poisoned one, and one too few', async () => {
    await invalid(route, { body: JSON.stringify({ ...sample, surprise: 1 }) });
    await invalid(route, { body: valid.replace(/}$/, ',"__proto__":{"admin":true}}') });
    for (const name of Object.keys(sample)) {
      const { [name]: _gone, ...rest } = sample;
      if (Object.keys(rest).length > 0 || isRequired(route, name))
        await invalid(route, { body: JSON.stringify(rest) });
    }
  });

  it('any value in any member', async () => {
    const body = fc
      .tuple(fc.constantFrom(...Object.keys(sample)), ANY_JSON)
      .map(([name, value]) => JSON.stringify({ ...sample, [name]: value }));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          body,
          ANY_JSON.map((value) => JSON.stringify(value)),
        ),
        async (text) => {
          const answer = await send(route, { body: text });
          if (answer.status >= 400) expectProblem(answer);
          else expect(Object.keys(route.answers)).toContain(String(answer.status));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('more bytes than anybody needs', async () => {
    await invalid(route, { body: JSON.stringify({ ...sample, surprise: 'x'.repeat(150_000) }) });
  });

  it('another content type, or none', async () => {
    for (const contentType of ['text/plain', 'application/xml', 'multipart/form-data', 'nonsense', ''])
      await invalid(route, { body: valid, headers: { 'content-type': contentType } });
  });

  // A PUT needs none: asking twice is harmless by itself.
  it.skipIf(route.method !== 'POST')('no Idempotency-Key, or one that is none', async () => {
    for (const key of [undefined, 'short', 'x'.repeat(1_000), 'with spaces in the middle'])
      await invalid(route, { body: valid, headers: { 'idempotency-key': key } });
  });
});

describe.each(ALL.filter(([, { path }]) => path.includes(':id')))('%s', (_, route) => {
  it('ids that are none', async () => {
    const body = route.body && JSON.stringify(sampleOf(route.body as never));
    for (const id of ['1', 'x'.repeat(500), '%00', '..%2F..%2Fetc%2Fpasswd', "'%3B--", '%E0%A4%A', NOBODYS]) {
      const answer = await send(route, { id, ...(body && { body }) });
      if (answer.status >= 400) expectProblem(answer);
      else expect(id, 'an id that is none was served').toBe(NOBODYS);
    }
  });
});

describe.each(
  ALL.filter(([, { caller }]) => caller === 'phone-session' || caller === 'reservation'),
)('%s', (_, route) => {
  it('a token that is none, and a header that is none', async () => {
    const body = route.body && JSON.stringify(sampleOf(route.body as never));
    for (const authorization of [
      undefined,
      'Bearer',
      'Bearer x',
      `Basic ${btoa('a:b')}`,
      `Bearer ${'A'.repeat(43)}`,
    ]) {
      const answer = await send(route, { headers: { authorization }, ...(body && { body }) });
      expect(['not-authorised', 'invalid-request']).toContain(expectProblem(answer));
    }
  });
});

describe.each(WITHOUT_BODY)('%s', (_, route) => {
  it('any query', async () => {
    const part = fc.oneof(
      fc.constantFrom('pin', 'near', 'state', 'limit', '__proto__', 'a[]'),
      fc.string({ maxLength: 12 }),
    );
    const query = fc
      .array(fc.tuple(part, fc.string({ unit: 'binary', maxLength: 20 }).filter(isEncodable)), {
        maxLength: 4,
      })
      .map(
        (pairs) => `?${pairs.map(([a, b]) => `${encodeURIComponent(a)}=${encodeURIComponent(b)}`).join('&')}`,
      );
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        const answer = await send(route, { query: text });
        if (answer.status >= 400) expectProblem(answer);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the frames of a face check', () => {
  const jpeg = Uint8Array.of(0xff, 0xd8, 0xff);
  type Part = readonly [name: string, blob: Blob];
  const form = (parts: readonly Part[]): FormData => {
    const made = new FormData();
    for (const [name, blob] of parts) made.append(name, blob, `${name}.bin`);
    return made;
  };
  const frame = (bytes = jpeg, type = 'image/jpeg'): Part => ['frame', new Blob([bytes], { type })];
  const meta = (text: string): Part => ['meta', new Blob([text], { type: 'application/json' })];

  const BODIES: readonly (readonly [what: string, body: () => FormData | string])[] = [
    ['nothing', () => form([])],
    ['no meta', () => form([frame()])],
    ['broken meta', () => form([meta('{'), frame()])],
    ['meta that is no object', () => form([meta('[]'), frame()])],
    ['too many frames', () => form([meta('{}'), ...Array.from({ length: 40 }, () => frame())])],
    ['a frame that is too large', () => form([meta('{}'), frame(new Uint8Array(900_000))])],
    ['a frame of another type', () => form([meta('{}'), frame(jpeg, 'image/svg+xml')])],
    ['an unknown part', () => form([meta('{}'), ['surprise', new Blob(['x'])]])],
    ['JSON', () => '{}'],
    ['a form without its end', () => '--x\r\nContent-Disposition: form-data; name="meta"\r\n\r\n{'],
  ];

  it.each(BODIES)('%s', async (_, body) => {
    const { id, token = '' } = known['phone-session'];
    const made = body();
    const response = await fetch(`${of.publicUrl}/v1/phone/sessions/${id}/face`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': crypto.randomUUID(),
        ...(typeof made === 'string' && {
          'content-type': made === '{}' ? 'application/json' : 'multipart/form-data; boundary=x',
        }),
      },
      body: made,
    });
    const contentType = response.headers.get('content-type') ?? '';
    const answer = { status: response.status, contentType, body: await response.text() };
    expect(expectProblem(answer)).toBe('invalid-request');
  });
});

it('what no route knows is a problem as well', async () => {
  for (const path of ['/', '/v1', '/v1/nothing', '/v1/operator/kiosks', '/v1/kiosk/sessions', '/%']) {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const response = await fetch(`${of.publicUrl}${path}`, { method });
      const contentType = response.headers.get('content-type') ?? '';
      expectProblem({ status: response.status, contentType, body: await response.text() });
    }
  }
});

it('after all of this the service still serves', async () => {
  expect(granted(await of.phone.showStatus()).terms.version).toBeTruthy();
  expect(Object.values(PROBLEM_STATUS)).toContain(400);
});

/** Values that a parser, a database or a base64 decoder may stumble on, besides any other. */
const ANY_JSON = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<fc.JsonValue>(
    '',
    '\u0000',
    '\ud800',
    'A'.repeat(5_000),
    -1,
    1e308,
    null,
    [],
    {},
    '=',
    'AAAAB',
  ),
);

function isRequired(route: Route, name: string): boolean {
  return ((route.body as { required?: string[] }).required ?? []).includes(name);
}

function isEncodable(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}
