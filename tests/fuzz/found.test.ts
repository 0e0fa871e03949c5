import { connect } from 'node:net';
import { OFFICE_ROUTES, STAFF_ROUTES } from '@kaijo/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, install } from '../api/support/installation.ts';
import { type Colleague, employ, told } from '../api/support/staff-browser.ts';
import { requestsOf } from './support/requests.ts';
import { FuzzTarget } from './support/target.ts';

/** What open-api.slow.ts has found, kept; and a few hundred requests of it in every run. */
describe('found by fuzzing', () => {
  let of: Installation;
  let operator: Colleague;
  beforeAll(async () => {
    of = await install();
    operator = await employ(of, 'operator-of-bugs', 'operator');
  });
  afterAll(() => of?.close());

  it.each([
    '2016-12-31T23:59:60Z',
    '0000-06-01T00:00:00Z',
    '0001-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59-23:59',
  ])('a moment that RFC 3339 knows and Date or PostgreSQL does not is no valid one: %s', async (moment) => {
    const { browser } = operator;
    const texts = { from: '2026-01-01', to: '2026-12-31', before: moment };
    expect(told(await browser.call(OFFICE_ROUTES.listSurveyTexts, { query: texts }))).toMatch(
      /^invalid-request/,
    );
    const entries = { from: moment, to: '2026-12-31T00:00:00Z' };
    expect(told(await browser.call(OFFICE_ROUTES.searchAudit, { query: entries }))).toMatch(
      /^invalid-request/,
    );
    const window = { startsAt: moment, endsAt: '2026-12-31T00:00:00Z', scope: 'all', sentence: { ja: '。' } };
    expect(told(await browser.call(OFFICE_ROUTES.announceMaintenance, { body: window }))).toMatch(
      /^invalid-request/,
    );
  });

  it('a form where JSON belongs is refused, and what comes after it on the connection is answered', async () => {
    const { browser } = operator;
    const path = `${of.publicUrl}${STAFF_ROUTES.inviteStaff.path}`;
    const body = '{"number":"x-1","role":"auditor"}';
    await browser.signed.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'idempotency-key': crypto.randomUUID() },
      body,
    });
    const headers = Object.entries((browser.last?.init.headers ?? {}) as Record<string, string>);
    const first = [
      `POST ${STAFF_ROUTES.inviteStaff.path} HTTP/1.1`,
      'host: x',
      ...headers.map(([name, value]) => `${name}: ${value}`),
      `content-length: ${body.length}`,
    ];
    const second = 'GET /v1/status HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    expect(await inTurn(of.publicUrl, [`${first.join('\r\n')}\r\n\r\n${body}`, second])).toEqual([401, 200]);
  });
});

describe('fuzzed', () => {
  let target: FuzzTarget;
  beforeAll(async () => {
    target = await FuzzTarget.start();
  });
  afterAll(() => target?.close());

  it.each([
    1, 2026,
  ])('requests made from the OpenAPI documents are answered as they say (seed %i)', async (seed) => {
    const { operations, known, ids } = target;
    const any = fc.oneof(...operations.map((operation) => requestsOf(operation, { known, ids })));
    const property = fc.asyncProperty(any, (request) => target.expectHandled(request));
    await fc.assert(property, { numRuns: 200, seed });
    await target.expectAlive();
  });
});

/** Sends each when the one before was answered, on one connection. @returns the statuses */
function inTurn(url: string, messages: readonly string[]): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const [first = '', ...rest] = messages;
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(first));
    let answered = '';
    socket.on('data', (data) => {
      answered += data;
      const next = rest.shift();
      if (next !== undefined) socket.write(next);
    });
    socket.on('close', () =>
      resolve([...answered.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))),
    );
    socket.on('error', reject);
  });
}
