import { toBase64Url } from '@kaijo/contract';
import { persona } from '@kaijo/personas';
import { recordSpansFor, type Traces } from '@kaijo/service';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PINS } from '../support/story.ts';
import { type Installation, install } from './support/installation.ts';
import { granted, KioskVisit, PhoneVisit } from './support/steps.ts';

/** A whole reset of the sign PIN with spans recorded as an operator's collector would get them. */
const exporter = new InMemorySpanExporter();
const NEW_PIN = 'QX7ZKW3VJ9TB';

let traces: Traces;
let of: Installation;
let spans: readonly ReadableSpan[];
/** What the story was about: none of it may be in a span. */
const secrets = new Map<string, string>();

beforeAll(async () => {
  traces = recordSpansFor(exporter);
  of = await install();
  const card = await of.card('hanako', { locked: 'sign' });
  const app = crypto.randomUUID();
  const phone = await PhoneVisit.begin(of, 'sign', app);
  const presented = granted(await phone.presentCard(card));
  if ('reservation' in presented) throw new Error('no face check');
  const reserved = granted(await phone.presentFace(card, presented));
  const machine = await of.machine();
  const kiosk = await KioskVisit.begin(of, machine, card);
  const request = await kiosk.authoriseRequest(card);
  const { commands } = granted(await machine.client.authorise(kiosk.session, request));
  const proof = await kiosk.write(card, commands, NEW_PIN);
  granted(await kiosk.complete(proof));
  granted(await of.phone.showReservation(reserved.token));

  const { session, token, nonce } = phone.session;
  const told = { app, session, token, nonce, reservation: reserved.token, kiosk: machine.id };
  for (const [name, value] of Object.entries(told)) secrets.set(name, value);
  for (const [name, value] of Object.entries(PINS)) secrets.set(`${name} PIN`, value);
  secrets.set('new PIN', NEW_PIN).set('kiosk session', kiosk.session);
  secrets.set('certificate', card.authCertificate.slice(0, 40)).set('proof', proof.signature.slice(0, 24));
  const bytes = [...kiosk.commands.map(toBase64Url), ...commands, ...request.responses, ...proof.responses];
  for (const [index, apdu] of bytes.entries()) if (apdu.length >= 8) secrets.set(`APDU ${index}`, apdu);
  const { name, address, birthDate } = persona('hanako');
  secrets.set('name', name).set('address', address).set('birth date', birthDate);

  await of.close();
  const before = traces;
  spans = await exported(before);
}, 120_000);
afterAll(() => exporter.shutdown());

/** The exporter forgets at its end: what it had is looked at before that. */
async function exported(running: Traces): Promise<readonly ReadableSpan[]> {
  const kept: ReadableSpan[] = [];
  const { shutdown } = exporter;
  exporter.shutdown = async () => {
    kept.push(...exporter.getFinishedSpans());
  };
  await running.close();
  exporter.shutdown = shutdown;
  return kept;
}

const readable = (span: ReadableSpan): string =>
  JSON.stringify({
    name: span.name,
    attributes: span.attributes,
    events: span.events,
    links: span.links.map(({ attributes }) => attributes),
    status: span.status,
    resource: span.resource.attributes,
  });

it('a request has a span with its route and outcome, and the steps that it led to are below it', () => {
  const named = (name: string) => spans.filter((span) => span.name === name);
  const [complete] = named('POST /v1/kiosk/sessions/:id/complete');
  expect(complete?.attributes).toEqual({
    'kaijo.listener': 'kiosk',
    'http.request.method': 'POST',
    'http.route': '/v1/kiosk/sessions/:id/complete',
    'http.response.status_code': 200,
  });
  const trace = complete?.spanContext().traceId;
  const below = spans.filter((span) => span.spanContext().traceId === trace && span !== complete);
  const names = below.map((span) => span.name);
  expect(names).toEqual(expect.arrayContaining(['card-channel verify', 'INSERT audit_entry']));
  for (const span of below) expect(span.parentSpanContext).toBeDefined();
  for (const step of ['certificates checkSigned', 'face-check judge', 'card-channel authorise'])
    expect(named(step), step).not.toEqual([]);
});

it('R30, R38: no PIN, APDU, token, certificate, name or id of the story is in any of them', () => {
  const text = spans.map(readable).join('\n');
  expect(secrets.size).toBeGreaterThan(20);
  for (const [what, value] of secrets) expect(text.includes(value), what).toBe(false);
  expect(text, 'an id of whatever kind').not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/);
  expect(text, 'bytes').not.toMatch(/[A-Za-z0-9_-]{40,}|[0-9a-f]{24,}/);
});

it('attributes are of a closed set', () => {
  const keys = new Set(spans.flatMap(({ attributes }) => Object.keys(attributes)));
  expect([...keys].toSorted()).toEqual([
    'db.collection.name',
    'db.operation.name',
    'db.system.name',
    'http.request.method',
    'http.response.status_code',
    'http.route',
    'kaijo.listener',
  ]);
});
