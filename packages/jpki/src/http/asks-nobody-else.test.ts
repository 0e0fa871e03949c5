import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AccessDescription,
  AuthorityInfoAccessSyntax,
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  GeneralName,
  id_ad_caIssuers,
  id_ad_ocsp,
  id_ce_cRLDistributionPoints,
  id_pe_authorityInfoAccess,
} from '@peculiar/asn1-x509';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseCertificate } from '../certificate.ts';
import { extension } from '../demo-issuer/extensions.ts';
import { checkRevocation } from '../revocation/check-revocation.ts';
import { forge, NOW, random, testAnchors, testAuthority } from '../test-support/forge.ts';
import { verifyCertificatePath } from '../trust/verify-certificate-path.ts';
import { HttpCrlClient } from './http-crl-client.ts';
import { HttpDirectory } from './http-directory.ts';
import { HttpOcspClient } from './http-ocsp-client.ts';

/** What is configured, and what somebody who makes certificates would like to have asked (server-side request forgery). */
let configured: Listening;
let wished: Listening;
let answer: RequestListener;

beforeAll(async () => {
  configured = await listen((request, response) => answer(request, response));
  wished = await listen((_, response) => response.end('asked'));
});
afterAll(() => {
  configured.server.close();
  wished.server.close();
});
beforeEach(() => {
  configured.asked.length = 0;
  wished.asked.length = 0;
  answer = (_, response) => response.writeHead(503).end();
});

const clients = () => ({
  ocsp: new HttpOcspClient({ urls: { sign: `${configured.url}/ocsp`, auth: `${configured.url}/ocsp` } }),
  // A limit that is reached before the time is over, on a busy machine as well.
  crl: new HttpCrlClient({
    url: `${configured.url}/crl/{kind}/{keyId}`,
    bytesMax: 4 << 20,
    timeoutMs: 60_000,
    now: () => NOW,
  }),
  directory: new HttpDirectory({ url: `${configured.url}/directory` }),
});

/** Also where an authority that is trusted has signed the addresses: whoever it certifies may have chosen them. */
function certificateWithAddresses(): Uint8Array {
  const at = (path: string) => new GeneralName({ uniformResourceIdentifier: `${wished.url}/${path}` });
  const access = new AuthorityInfoAccessSyntax([
    new AccessDescription({ accessMethod: id_ad_ocsp, accessLocation: at('ocsp') }),
    new AccessDescription({ accessMethod: id_ad_caIssuers, accessLocation: at('issuer.cer') }),
  ]);
  const points = new CRLDistributionPoints([
    new DistributionPoint({ distributionPoint: new DistributionPointName({ fullName: [at('list.crl')] }) }),
  ]);
  const encoded = (value: object) => new Uint8Array(AsnConvert.serialize(value));
  return forge({
    extensions: (profile) => [
      ...profile.filter(
        ({ extnID }) => extnID !== id_ce_cRLDistributionPoints && extnID !== id_pe_authorityInfoAccess,
      ),
      extension(id_pe_authorityInfoAccess, encoded(access)),
      extension(id_ce_cRLDistributionPoints, encoded(points)),
    ],
  });
}

describe('an address in a certificate is never asked', () => {
  it('neither for its issuer, nor whether it was revoked; those that are configured are', async () => {
    const der = certificateWithAddresses();
    const certificate = parseCertificate(der);
    if (certificate === undefined) throw new Error('cannot be read');
    const path = verifyCertificatePath(der, { kind: 'auth', anchors: testAnchors(), at: NOW });
    expect(path.kind, 'the addresses alone are no reason to refuse it').toBe('trusted');
    const { anchor } = testAuthority('auth');
    const subject = { serial: certificate.serial, issuerKeyId: anchor.keyId };
    const state = await checkRevocation(subject, { anchor, at: NOW, random, ...clients() });
    await clients().directory.findByCertificate('auth', subject);
    expect(state.kind).toBe('unknown');
    expect(configured.asked.map((path) => path.split('/')[1]?.split('?')[0])).toEqual([
      'ocsp',
      'crl',
      'directory',
    ]);
    expect(wished.asked).toEqual([]);
  });
});

describe('who is asked sends nobody elsewhere and fills no memory', () => {
  const subject = { serial: Uint8Array.of(1), issuerKeyId: new Uint8Array(20) };
  const askAll = async () => [
    await clients().ocsp.requestStatus('auth', Uint8Array.of(0x30, 0)),
    await clients().crl.fetchCrl('auth', subject.issuerKeyId),
    await clients().directory.findByCertificate('auth', subject),
  ];

  it.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
    answer = (_, response) => response.writeHead(status, { location: `${wished.url}/inside` }).end();
    for (const outcome of await askAll()) expect(outcome.kind).toBe('unreachable');
    expect(wished.asked).toEqual([]);
  });

  it('an answer that would unfold to a thousand times its size is not unpacked', async () => {
    const bomb = gzipSync(new Uint8Array(40 << 20));
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    for (const outcome of await askAll())
      expect(outcome).toMatchObject({ kind: 'unreachable', why: expect.stringContaining('encoding') });
  });

  it('an answer without an end is given up too', async () => {
    const endless = new Uint8Array(1 << 20);
    answer = (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(endless));
      };
      response.on('drain', more);
      response.writeHead(200);
      more();
    };
    for (const outcome of await askAll())
      expect(outcome).toMatchObject({ kind: 'unreachable', why: expect.stringContaining('more than') });
  });
});

interface Listening {
  readonly server: Server;
  readonly url: string;
  readonly asked: string[];
}

async function listen(listener: RequestListener): Promise<Listening> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
