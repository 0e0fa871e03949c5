import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '@kaijo/iso7816';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { directoryEntryToJson } from '../directory/directory-entry-json.ts';
import { HttpCrlClient } from '../http/http-crl-client.ts';
import { HttpDirectory } from '../http/http-directory.ts';
import { HttpOcspClient } from '../http/http-ocsp-client.ts';
import { toBase64Url } from '../json/json-fields.ts';
import { checkRevocation } from '../revocation/check-revocation.ts';
import { NOW, random } from '../test-support/forge.ts';
import { keyPair } from '../test-support/keys.ts';
import { findAnchor } from '../trust/trust-anchor.ts';
import { readTrustConfiguration } from '../trust/trust-configuration.ts';
import { DemoIssuer } from './demo-issuer.ts';
import { createIssuerServer } from './issuer-server.ts';

let time = NOW;
const now = () => time;
const failures: unknown[] = [];
const fail = (error: unknown) => failures.push(error);
let folder: string;
let issuer: DemoIssuer;
let origin: string;

const open: Server[] = [];

async function listen(listener: RequestListener): Promise<{ server: Server; origin: string }> {
  const started = createServer(listener);
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  open.push(started);
  return { server: started, origin: `http://127.0.0.1:${(started.address() as AddressInfo).port}` };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaijo-issuer-'));
  issuer = await DemoIssuer.open(folder, { random, now, generations: ['2023'] });
  ({ origin } = await listen(createIssuerServer(issuer, fail)));
});
beforeEach(() => {
  time = NOW;
});
afterAll(async () => {
  for (const each of open) {
    each.closeAllConnections();
    each.close();
  }
  await rm(folder, { recursive: true });
});

async function issueCard() {
  const issued = await issuer.issueCardCertificates({
    holder: { name: '解錠　花子', sex: 2, address: '東京都' },
    birthDate: '1991-05-15',
    authPublicKey: keyPair('auth card').spki,
    signPublicKey: keyPair('sign card').spki,
    notBefore: NOW,
    generation: '2023',
  });
  if (issued.kind === 'refused' || issued.sign === undefined) throw new Error('not issued');
  return { auth: issued.auth.certificate, sign: issued.sign.certificate };
}

const ocspAt = (base: string, limits = {}) =>
  new HttpOcspClient({ urls: { sign: `${base}/ocsp/sign`, auth: `${base}/ocsp/auth` }, ...limits });
const crlAt = (base: string, limits = {}) =>
  new HttpCrlClient({ url: `${base}/crl/{kind}/{keyId}`, now, ...limits });

describe('R5, R6 over HTTP', () => {
  it('the service configures itself from the anchors, and learns the state of both certificates', async () => {
    const reading = readTrustConfiguration(await (await fetch(`${origin}/anchors`)).json());
    if (reading.kind !== 'configuration') throw new Error(reading.why);
    const { anchors } = reading.configuration;
    const card = await issueCard();
    for (const kind of ['auth', 'sign'] as const) {
      const anchor = findAnchor(anchors, kind, card[kind].issuerKeyId);
      if (anchor === undefined) throw new Error('no anchor');
      const check = (clients: object) => checkRevocation(card[kind], { anchor, at: NOW, random, ...clients });
      expect(await check({ ocsp: ocspAt(origin) })).toEqual({ kind: 'good', source: 'ocsp' });
      expect(await check({ crl: crlAt(origin) })).toEqual({ kind: 'good', source: 'crl' });
      await issuer.revoke(kind, card[kind], 'keyCompromise');
      expect(await check({ ocsp: ocspAt(origin) })).toMatchObject({ kind: 'revoked' });
      expect(await check({ crl: crlAt(origin) })).toMatchObject({ kind: 'revoked', reason: 'keyCompromise' });
    }
  });

  it('a list that was kept learns of a revocation from the changes since', async () => {
    const card = await issueCard();
    const anchor = findAnchor(issuer.trustConfiguration().anchors, 'auth', card.auth.issuerKeyId);
    if (anchor === undefined) throw new Error('no anchor');
    const earlier = await issuer.fetchCrl('auth', anchor.keyId);
    time = new Date(NOW.getTime() + 60_000);
    await issuer.revoke('auth', card.auth, 'affiliationChanged');
    // The complete list is not to be had again.
    const { origin: changesOnly } = await listen((request, response) => {
      if (request.url?.startsWith('/delta-crl/')) return createIssuerServer(issuer, fail)(request, response);
      response.end(earlier.kind === 'answer' ? earlier.der : undefined);
    });
    const check = (crl: HttpCrlClient) => checkRevocation(card.auth, { anchor, at: time, random, crl });
    expect(await check(crlAt(changesOnly))).toEqual({ kind: 'good', source: 'crl' });
    const deltaUrl = `${changesOnly}/delta-crl/{kind}/{keyId}`;
    expect(await check(crlAt(changesOnly, { deltaUrl }))).toEqual({
      kind: 'revoked',
      reason: 'affiliationChanged',
      at: time,
      source: 'crl',
    });
  });

  it('the changes are those of a day: older ones stand in every list that has not ended', async () => {
    const { auth } = await issueCard();
    await issuer.revoke('auth', auth, 'keyCompromise');
    const isListedAfter = async (ms: number) => {
      time = new Date(NOW.getTime() + ms);
      const delta = await issuer.fetchDeltaCrl('auth', auth.issuerKeyId);
      return delta.kind === 'answer' && toHex(delta.der).includes(toHex(auth.serial));
    };
    const day = 24 * 3_600_000;
    expect(await isListedAfter(day)).toBe(true);
    expect(await isListedAfter(day + 2_000)).toBe(false);
  });

  it('finds the sign certificate through the auth certificate (R6)', async () => {
    const card = await issueCard();
    const entry = await issuer.registerCard({
      managementId: new Uint8Array(10).fill(3),
      generation: '2023',
      cardFaceData: new Uint8Array(8),
      ...card,
    });
    const directory = new HttpDirectory({ url: `${origin}/directory` });
    const found = await directory.findByCertificate('auth', card.auth);
    expect(found).toEqual({ kind: 'found', entry });
    expect(await directory.findByCertificate('sign', card.sign)).toEqual({ kind: 'found', entry });
    expect(await directory.findByCertificate('sign', card.auth)).toEqual({ kind: 'unknown' });
    const { issuerKeyId, serial } = card.auth;
    const query = `issuerKeyId=${toBase64Url(issuerKeyId)}&serial=${toBase64Url(serial)}`;
    const answer = await fetch(`${origin}/directory?${query}`);
    expect(await answer.json()).toEqual(directoryEntryToJson(entry));
  });
});

describe('bad requests get an answer, and nothing breaks', () => {
  it.each([
    ['GET', '/', 404],
    ['GET', '/nothing', 404],
    ['GET', '//', 400],
    ['GET', '/ocsp/auth', 405],
    ['POST', '/ocsp/other', 404],
    ['POST', '/ocsp/auth/more', 404],
    ['GET', '/crl/auth', 404],
    ['GET', '/crl/auth/zz', 404],
    ['GET', '/delta-crl/auth', 404],
    ['GET', '/delta-crl/auth/00', 404],
    ['POST', '/delta-crl/auth/00', 405],
    ['GET', '/crl/auth/00', 404],
    ['GET', '/crl/other/00', 404],
    ['POST', '/crl/auth/00', 405],
    ['GET', '/directory', 400],
    ['GET', '/directory?issuerKeyId=AA&serial=', 400],
    ['GET', '/directory?issuerKeyId=AA==&serial=AA', 400],
    ['GET', '/directory?kind=other&issuerKeyId=AA&serial=AA', 400],
    ['GET', `/directory?issuerKeyId=AA&serial=${'A'.repeat(4000)}`, 404],
    ['GET', '/directory?issuerKeyId=AA&serial=AA', 404],
    ['DELETE', '/directory', 405],
    ['POST', '/anchors', 405],
  ])('%s %s: %s', async (method, path, status) => {
    const answer = await fetch(`${origin}${path}`, { method });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status });
    expect(failures).toEqual([]);
  });

  it('refuses a request that is too large', async () => {
    const answer = await fetch(`${origin}/ocsp/auth`, { method: 'POST', body: new Uint8Array(5000) });
    expect(answer.status).toBe(413);
  });

  it('a failure inside is told to the operator and not to the client', async () => {
    const broken = Object.create(issuer) as DemoIssuer;
    broken.findByCertificate = () => Promise.reject(new Error('disk full at /secret/place'));
    const seen: unknown[] = [];
    const failing = await listen(createIssuerServer(broken, (error) => seen.push(error)));
    const answer = await fetch(`${failing.origin}/directory?issuerKeyId=AA&serial=AA`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect(seen).toHaveLength(1);
  });
});

describe('R5: revocation unreachable: whoever is asked may be silent, slow, long-winded or someone else', () => {
  const listeners: Readonly<Record<string, RequestListener>> = {
    silent: () => {},
    slow: (_, response) => {
      response.writeHead(200);
      response.write('x');
    },
    'long-winded': (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    },
    'sending elsewhere': (_, response) => {
      response.writeHead(302, { location: `${origin}/anchors` }).end();
    },
    broken: (_, response) => {
      response.writeHead(500).end('{}');
    },
    'a proxy that knows nothing': (_, response) => {
      response.writeHead(404).end('<html>not found</html>');
    },
    'hanging up': (request) => request.socket.destroy(),
  };
  const limits = { timeoutMs: 150, bytesMax: 100_000 };

  it.each(Object.keys(listeners))('%s', async (name) => {
    const { origin: base } = await listen(listeners[name] as RequestListener);
    const answers = await Promise.all([
      ocspAt(base, limits).requestStatus('auth', new Uint8Array(1)),
      crlAt(base, limits).fetchCrl('auth', new Uint8Array(1)),
      new HttpDirectory({ url: base, ...limits }).findByCertificate('auth', {
        issuerKeyId: new Uint8Array(1),
        serial: new Uint8Array(1),
      }),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ kind: 'unreachable' });
      expect(answer.kind === 'unreachable' && answer.why).not.toBe('');
    }
  });

  it('nobody there', async () => {
    const gone = await listen(() => {});
    await new Promise((resolve) => gone.server.close(resolve));
    const answer = await ocspAt(gone.origin).requestStatus('sign', new Uint8Array(1));
    expect(answer).toMatchObject({ kind: 'unreachable', why: expect.stringContaining('ECONNREFUSED') });
  });

  it('a directory that answers about another card, or with something else', async () => {
    const one = await issueCard();
    const other = await issueCard();
    const managementId = new Uint8Array(10).fill(4);
    const card = { managementId, generation: '2023', cardFaceData: new Uint8Array(8) };
    const entry = directoryEntryToJson(await issuer.registerCard({ ...card, ...other }));
    for (const body of [
      entry,
      {},
      { ...entry, auth: undefined },
      { ...entry, managementId: 'AAAA' },
      'x',
      null,
    ]) {
      const { origin: base } = await listen((_, response) => response.end(JSON.stringify(body)));
      const directory = new HttpDirectory({ url: base });
      const answer = await directory.findByCertificate('auth', one.auth);
      expect(answer).toMatchObject({ kind: 'unreachable' });
    }
  });
});

describe('revocation lists are kept for a short time', () => {
  it('and fetched again after it', async () => {
    let clock = NOW;
    let fetched = 0;
    const { origin: base } = await listen((_, response) => {
      fetched++;
      response.end('list');
    });
    const client = new HttpCrlClient({
      url: `${base}/{kind}/{keyId}`,
      now: () => clock,
      keepMs: 1000,
    });
    const keyId = Uint8Array.of(0xab);
    const first = await client.fetchCrl('auth', keyId);
    expect(await client.fetchCrl('auth', keyId)).toEqual(first);
    expect(fetched).toBe(1);
    await client.fetchCrl('sign', keyId);
    expect(fetched).toBe(2);
    clock = new Date(NOW.getTime() + 1000);
    await client.fetchCrl('auth', keyId);
    expect(fetched).toBe(3);
    expect(toHex(keyId)).toBe('ab');
  });
});
