import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Operation } from './open-api.ts';
import { HOSTILE, type Known, spoiled, valuesOf } from './schema-arbitrary.ts';

/** Who sends: as the operation wants it, as somebody else who is known, or as nobody. */
export type Sender = 'right' | 'another' | 'nobody' | 'broken';

/** A request as it is sent. A header may stand twice: its values are then joined, as an intermediary does. */
export interface FuzzedRequest {
  readonly operation: Operation;
  readonly sender: Sender;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
}

const times = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

/** Requests of one operation: about half of them as its document says, the rest broken in one way or several. */
export function requestsOf(
  operation: Operation,
  of: { readonly known: Known; readonly ids: readonly string[] },
): fc.Arbitrary<FuzzedRequest> {
  const target = fc.tuple(pathOf(operation, of.ids), queryOf(operation)).map(([path, query]) => path + query);
  return fc
    .record({ sender: SENDERS, target, headers: headersOf(operation), body: bodiesOf(operation, of.known) })
    .map(({ sender, target, headers, body }) => ({
      operation,
      sender,
      target,
      headers,
      ...(body !== undefined && { body }),
    }));
}

const SENDERS = fc.oneof(
  times(16, fc.constant<Sender>('right')),
  times(2, fc.constant<Sender>('another')),
  times(1, fc.constantFrom<Sender>('nobody', 'broken')),
);

const ODD_IDS = [
  '1',
  'x'.repeat(101),
  '%00',
  '%E0%A4%A',
  '..%2F..',
  '%F0%9F%98%80',
  '{id}',
  '%5C',
  ';a=b',
  '*',
];

function pathOf({ path }: Operation, ids: readonly string[]): fc.Arbitrary<string> {
  if (!path.includes('{id}')) return fc.constant(path);
  const id = fc.oneof(
    times(8, fc.constantFrom(...ids)),
    times(2, fc.uuid()),
    times(1, fc.constantFrom(...ODD_IDS)),
    times(
      1,
      fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter(isWellFormed).map(encodeURIComponent),
    ),
  );
  return id.map((one) => path.replace('{id}', one));
}

function queryOf({ query }: Operation): fc.Arbitrary<string> {
  const asDocumented = fc.tuple(
    ...query.map(({ name, schema }) =>
      fc
        .option(fc.oneof(times(3, valuesOf(schema)), times(1, HOSTILE)))
        .map((value) => [name, value] as const),
    ),
  );
  const odd = fc.constantFrom(
    '',
    'a=b',
    '__proto__=1',
    'pin=sign&pin=auth',
    '%',
    '%ff',
    '&&&=',
    'a[]=1',
    'from[gte]=1',
  );
  return fc.tuple(asDocumented, fc.oneof(times(12, fc.constant('')), times(1, odd))).map(([pairs, more]) => {
    const given = pairs.flatMap(([name, value]) =>
      value === null ? [] : [`${name}=${encodeURIComponent(textOf(value))}`],
    );
    const parts = [...given, ...(more === '' ? [] : [more])];
    return parts.length === 0 ? '' : `?${parts.join('&')}`;
  });
}

/** As it would be typed; half a character has no encoding, and long texts are no address any more. */
function textOf(value: fc.JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, 2_000).replace(/\p{Surrogate}/gu, '\ufffd');
}

type Headers = readonly (readonly [string, string])[];

const KEYS = fc.oneof(
  times(14, fc.uuid()),
  // The same keys again and again: first answers are repeated, and refused with another body.
  times(3, fc.constantFrom('the-same-key-for-all-0001', 'the-same-key-for-all-0002')),
  times(
    1,
    fc.constantFrom(
      '',
      'short',
      'x'.repeat(129),
      '"quoted-key-000001"',
      '"unbalanced-key-01',
      'a b c d e f g h i j',
    ),
  ),
);

const CONTENT_TYPES = fc.oneof(
  times(20, fc.constant('application/json')),
  times(
    1,
    fc.constantFrom(
      ...[
        'application/json; charset=utf-16',
        'application/JSON',
        'text/plain',
        'application/xml',
        'nonsense',
      ],
      ...['application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=x'],
      ...['application/json, application/json', 'application/problem+json', '', ';', 'a/b;c'],
    ),
  ),
);

/** Of any request: none of these may matter. */
const ODD_HEADERS: readonly Headers[] = [
  [['accept-language', `${'ja;q=0.1,'.repeat(400)}*`]],
  [['accept-language', 'constructor, __proto__;q=1, en;q=NaN, ;;;=']],
  [['accept', 'image/png;q=1e999']],
  [['content-encoding', 'gzip']],
  [['content-encoding', 'br, gzip, deflate']],
  [['x-forwarded-for', '::1, 127.0.0.1, %, 999.999.999.999']],
  [['x-http-method-override', 'DELETE']],
  [['cookie', `${'a=b; '.repeat(300)}__Host-kaijo-staff=`]],
  [['cookie', '__Host-kaijo-staff=x; __Host-kaijo-staff=y; =; ;']],
  [['range', 'bytes=0-1,5-, -9']],
  [['if-none-match', '*']],
  [
    ['signature', 'k=:AAAA:'],
    ['signature-input', 'k=("@method");created=1e9;keyid="\\"'],
  ],
  [['content-digest', 'sha-256=:AAAA:, md5=::']],
  [['kaijo-guide', 'x']],
  [['origin', 'null']],
];

function headersOf({ needsKey, body, path }: Operation): fc.Arbitrary<Headers> {
  const key = fc.oneof(
    times(
      24,
      KEYS.map((one): Headers => [['idempotency-key', one]]),
    ),
    times(1, fc.constant<Headers>([])),
    times(
      1,
      KEYS.map(
        (one): Headers => [
          ['idempotency-key', one],
          ['idempotency-key', one],
        ],
      ),
    ),
  );
  const type = CONTENT_TYPES.map((one): Headers => [['content-type', one]]);
  const isForm = path.endsWith('/face');
  return fc
    .tuple(
      needsKey ? key : fc.constant<Headers>([]),
      isForm
        ? fc.constant<Headers>([['content-type', `multipart/form-data; boundary=${BOUNDARY}`]])
        : body
          ? type
          : fc.constant<Headers>([]),
      fc.oneof(times(6, fc.constant<Headers>([])), times(1, fc.constantFrom(...ODD_HEADERS))),
    )
    .map((parts) => parts.flat());
}

type Body = string | Uint8Array | undefined;

function bodiesOf({ body, path, method }: Operation, known: Known): fc.Arbitrary<Body> {
  if (path.endsWith('/face')) return FORMS;
  if (body === undefined)
    return fc.oneof(
      times(8, fc.constant<Body>(undefined)),
      times(1, method === 'GET' ? fc.constant<Body>(undefined) : fc.constantFrom<Body>('{}', '{', 'null')),
    );
  const values = valuesOf(body, known);
  const text = (value: fc.JsonValue) => JSON.stringify(value);
  const whole = values.map(text);
  return fc.oneof(
    times(10, whole),
    times(8, spoiled(values).map(text)),
    times(2, spoiled(spoiled(values)).map(text)),
    times(1, HOSTILE.map(text)),
    times(
      2,
      fc.tuple(whole, fc.nat(9)).map(([one, how]) => brokenText(one, how)),
    ),
  );
}

/** What is no JSON, or JSON that two parsers may read in two ways. */
function brokenText(json: string, how: number): Body {
  const inner = json.replace(/^\{/, '');
  switch (how) {
    case 0:
      return json.slice(0, json.length >> 1);
    case 1:
      return `\ufeff${json}`;
    case 2:
      return json.replace(/^\{/, '{"__proto__":{"admin":true},');
    case 3:
      return json.replace(/^\{/, '{"constructor":{"prototype":{"admin":true}},');
    case 4:
      return `{${inner.replace(/\}$/, '')},${inner}`; // every member twice
    case 5:
      return `${'['.repeat(20_000)}${json}`;
    case 6:
      return gzipSync(json);
    case 7:
      return Buffer.from(json, 'utf16le');
    case 8:
      return Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.of(0xff, 0xfe, 0xc0, 0x80)]);
    default:
      return `${json}${json}`;
  }
}

const BOUNDARY = 'fuzz-boundary-0001';

/** Of the face check's frames: the document tells of no body there, so that these stand for themselves. */
const FORMS: fc.Arbitrary<Body> = fc
  .record({
    meta: fc.oneof(
      HOSTILE.map((value) => JSON.stringify(value)),
      fc.constantFrom('{', '{}', '{"challenge":"x","frames":[],"cardFace":{},"__proto__":{"a":1}}'),
    ),
    metaTwice: fc.boolean(),
    frames: fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 16 }),
    type: fc.constantFrom('image/jpeg', 'image/svg+xml', 'text/html', ''),
    name: fc.constantFrom('frame', 'frame', 'meta', '__proto__', 'constructor', 'x"; filename="y', ''),
    cut: fc.oneof(times(3, fc.constant(0)), times(1, fc.nat(200))),
  })
  .map(({ meta, metaTwice, frames, type, name, cut }) => {
    const part = (head: string, body: string | Uint8Array) =>
      Buffer.concat([
        Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
        Buffer.from(body as string),
        Buffer.from('\r\n'),
      ]);
    const metaPart = part(
      'content-disposition: form-data; name="meta"\r\ncontent-type: application/json',
      meta,
    );
    const whole = Buffer.concat([
      metaPart,
      ...(metaTwice ? [metaPart] : []),
      ...frames.map((frame) =>
        part(`content-disposition: form-data; name="${name}"; filename="f"\r\ncontent-type: ${type}`, frame),
      ),
      Buffer.from(`--${BOUNDARY}--\r\n`),
    ]);
    return new Uint8Array(whole.subarray(0, whole.length - cut));
  });

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
