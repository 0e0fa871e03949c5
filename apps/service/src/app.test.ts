import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningService, startService } from './app.ts';
import { readConfiguration } from './config/index.ts';
import { createLog } from './http/log.ts';
import { KioskAuthority } from './kiosk-trust/index.ts';
import { systemRandom } from './random.ts';

/** Noon in Japan, on the machine's day: certificates are judged by TLS with the machine's own clock. */
const clock = { now: () => new Date() };

let folder: string;
let service: RunningService;

async function start(at = { folder, clock }): Promise<RunningService> {
  const configuration = readConfiguration({ KAIJO_DATA: at.folder, PORT: '0', KAIJO_KIOSK_PORT: '0' });
  return startService({ configuration, clock: at.clock, random: systemRandom, log: createLog('silent') });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaijo-app-'));
  service = await start();
});
afterAll(async () => {
  await service?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the test looks into whatever was answered
  readonly body: any;
}

type Request = typeof httpRequest;

function call(request: Request, options: object, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent: false, ...options }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function operator(method: string, path: string, body?: unknown): Promise<Answer> {
  const headers = {
    'idempotency-key': randomUUID(),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  return call(httpRequest, { socketPath: service.operatorSocket, method, path, headers }, body);
}

interface Kiosk {
  readonly id: string;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

function keyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }) as string,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  };
}

async function enrol(): Promise<Kiosk> {
  const { body: found } = await call(httpRequest, {
    port: new URL(service.publicUrl).port,
    path: '/v1/stores',
  });
  const { publicKey, key } = keyPair();
  const request = { store: found.stores[0].id, publicKey, staff: 'staff-1' };
  const { status, body } = await operator('POST', '/v1/operator/kiosks', request);
  expect(status).toBe(201);
  return { id: body.kiosk, cert: body.certificate, key, ca: body.authority };
}

/** Opens a session with a certificate that is none: what matters is whether the caller was let in. */
function knock(with_: Partial<Kiosk> & { readonly maxVersion?: string }): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const options = {
    host: 'localhost',
    port: new URL(service.kioskUrl).port,
    method: 'POST',
    path: '/v1/kiosk/sessions',
    headers,
  };
  return call(
    httpsRequest as Request,
    { ...options, ...with_ },
    { authCertificate: 'AA', kioskTime: clock.now().toISOString() },
  );
}

describe('the kiosk listener lets in registered kiosks and nobody else', () => {
  it('knows a kiosk by its certificate', async () => {
    const kiosk = await enrol();
    const { status, body } = await knock(kiosk);
    expect([status, body.type]).not.toEqual([401, '/problems/not-authorised']);
  });

  it('refuses who shows no certificate, in the handshake', async () => {
    const { ca } = await enrol();
    await expect(knock({ ca })).rejects.toThrow();
  });

  it('refuses a certificate of another authority, in the handshake', async () => {
    const { ca, id } = await enrol();
    const stranger = await KioskAuthority.open(join(folder, 'stranger'), {
      random: systemRandom,
      now: clock.now,
    });
    const { publicKey, key } = keyPair();
    const { certificate } = await stranger.certifyKiosk(id, publicKey);
    await expect(knock({ ca, cert: certificate, key })).rejects.toThrow();
  });

  it('refuses a certificate of its own authority that is not the registered one', async () => {
    const { ca, id } = await enrol();
    const authority = await KioskAuthority.open(join(folder, 'kiosk-authority'), {
      random: systemRandom,
      now: clock.now,
    });
    const { publicKey, key } = keyPair();
    const { certificate } = await authority.certifyKiosk(id, publicKey);
    expect(await knock({ ca, cert: certificate, key })).toMatchObject({
      status: 401,
      body: { type: '/problems/not-authorised' },
    });
  });

  it('refuses a revoked kiosk at once', async () => {
    const kiosk = await enrol();
    await operator('POST', `/v1/operator/kiosks/${kiosk.id}/revoke`, { staff: 'staff-1' });
    expect(await knock(kiosk)).toMatchObject({ status: 401, body: { type: '/problems/not-authorised' } });
  });

  it('speaks TLS 1.3 only', async () => {
    const kiosk = await enrol();
    await expect(knock({ ...kiosk, maxVersion: 'TLSv1.2' })).rejects.toThrow();
  });
});

describe('a clock that was moved into opening hours, to try Kaijo out at night', () => {
  it('does not keep kiosks out: TLS judges certificates by the machine’s clock', async () => {
    const daytime = service;
    const night = await mkdtemp(join(tmpdir(), 'kaijo-app-night-'));
    const ahead = { now: () => new Date(Date.now() + 12 * 3_600_000) };
    service = await start({ folder: night, clock: ahead });
    try {
      const { status, body } = await knock(await enrol());
      expect([status, body.type]).not.toEqual([401, '/problems/not-authorised']);
    } finally {
      await service.close();
      service = daytime;
      await rm(night, { recursive: true, force: true });
    }
  });
});

describe('each listener serves its own callers', () => {
  it.each(['/v1/operator/kiosks', '/v1/kiosk/sessions'])('%s is not on the public one', async (path) => {
    const answer = await call(httpRequest, { port: new URL(service.publicUrl).port, path });
    expect(answer.status).toBe(404);
  });

  it('the operator’s socket and folder are the owner’s alone', async () => {
    expect((await stat(service.operatorSocket)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o077).toBe(0);
  });
});

describe('a restart', () => {
  it('finds keys, kiosks and answers as they were', async () => {
    const kiosk = await enrol();
    await service.close();
    service = await start();
    const { status, body } = await knock(kiosk);
    expect([status, body.type]).not.toEqual([401, '/problems/not-authorised']);
    const { body: listed } = await operator('GET', '/v1/operator/kiosks');
    expect(listed.kiosks.map((one: { kiosk: string }) => one.kiosk)).toContain(kiosk.id);
  });

  it('is refused while the folder is in use, and leaves the running one alone', async () => {
    await expect(start()).rejects.toThrow('in use by another process');
    expect((await operator('GET', '/v1/operator/kiosks')).status).toBe(200);
  });
});
