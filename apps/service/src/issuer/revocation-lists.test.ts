import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CardCertificate,
  checkRevocation,
  createIssuerServer,
  DemoIssuer,
  findAnchor,
  type RevocationState,
} from '@kaijo/jpki';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { issuerAt } from './configured-issuer.ts';
import type { Issuer } from './issuer.ts';

const NOON = new Date('2026-03-10T12:00:00+09:00');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length));
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }));

/** The issuer over HTTP, with a clock, and what of it does not answer. OCSP never does here. */
let now: Date;
let demo: DemoIssuer;
let folder: string;
let server: Server;
let away: Set<string>;
let asked: string[];
let issuer: Issuer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaijo-lists-'));
  demo = await DemoIssuer.open(folder, { random, now: () => now, generations: ['2023'] });
  const answer = createIssuerServer(demo, (error) => {
    throw error;
  });
  server = createServer((request, response) => {
    const system = request.url?.split('/')[1] ?? '';
    asked.push(system);
    if (away.has(system)) request.socket.destroy();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  now = NOON;
  away = new Set(['ocsp']);
  asked = [];
  const { port } = server.address() as AddressInfo;
  issuer = issuerAt(`http://127.0.0.1:${port}`, demo.trustConfiguration(), { now: () => now });
});

async function issueCard(): Promise<CardCertificate> {
  const issued = await demo.issueCardCertificates({
    holder: { name: '鍵野 花子', sex: 2, address: '東京都解錠区鍵が丘一丁目2番3号' },
    birthDate: '1990-05-15',
    authPublicKey: spki,
    notBefore: NOON,
    generation: '2023',
  });
  if (issued.kind !== 'issued') throw new Error(issued.reason);
  return issued.auth.certificate;
}

async function stateOf(card: CardCertificate): Promise<RevocationState['kind']> {
  const { trust, ocsp, crl } = issuer;
  const anchor = findAnchor(trust.anchors, 'auth', card.issuerKeyId);
  if (anchor === undefined) throw new Error('no anchor');
  return (await checkRevocation(card, { anchor, ocsp, crl, at: now, random })).kind;
}

const at = (ms: number): void => {
  now = new Date(NOON.getTime() + ms);
};

it('R5: a revocation after the complete list is learned from the changes, asked a minute later at the latest', async () => {
  const [card, other] = [await issueCard(), await issueCard()];
  expect(await stateOf(card)).toBe('good');
  expect(asked.sort()).toEqual(['crl', 'delta-crl', 'ocsp']);
  await demo.revoke('auth', card, 'affiliationChanged');
  away.add('crl');
  at(MINUTE);
  expect(await stateOf(card)).toBe('revoked');
  expect(await stateOf(other)).toBe('good');
});

it('R5: the issuer gone: both lists to their own ends, then nobody is told that a certificate is good', async () => {
  const [card, early, other] = [await issueCard(), await issueCard(), await issueCard()];
  await demo.revoke('auth', early, 'keyCompromise');
  expect(await stateOf(card)).toBe('good');
  at(MINUTE);
  await demo.revoke('auth', card, 'keyCompromise');
  away.add('crl');
  expect(await stateOf(card), 'by the changes').toBe('revoked');
  away.add('delta-crl');
  const states = async () => [await stateOf(card), await stateOf(early), await stateOf(other)];
  // The changes end after an hour; what they revoked does not.
  for (const later of [30 * MINUTE, HOUR + MINUTE, HOUR + 2 * MINUTE, 24 * HOUR]) {
    at(later);
    expect(await states(), `after ${later / MINUTE} minutes`).toEqual(['revoked', 'revoked', 'good']);
  }
  at(24 * HOUR + 1_000);
  expect(await states()).toEqual(['unknown', 'unknown', 'unknown']);
});

it('R5: an issuer without changes to publish: the complete list alone', async () => {
  const [card, other] = [await issueCard(), await issueCard()];
  away.add('delta-crl');
  await demo.revoke('auth', card, 'superseded');
  expect(await stateOf(card)).toBe('revoked');
  expect(await stateOf(other)).toBe('good');
});
