import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toHex } from '@kaijo/iso7816';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRevocation } from '../revocation/check-revocation.ts';
import { NOW, random } from '../test-support/forge.ts';
import { keyPair } from '../test-support/keys.ts';
import { findAnchor } from '../trust/trust-anchor.ts';
import { verifyCertificatePath } from '../trust/verify-certificate-path.ts';
import { DemoIssuer, type IssueRequest, type IssueResult } from './demo-issuer.ts';

let base: string;
let folder: string;
let issuer: DemoIssuer;
const now = () => NOW;
const options = { random, now };

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'kaijo-issuer-'));
  folder = join(base, 'issuer');
  issuer = await DemoIssuer.open(folder, options);
});
afterAll(() => rm(base, { recursive: true }));

function request(over: Partial<IssueRequest> = {}): IssueRequest {
  return {
    holder: { name: '解錠　太郎', sex: 1, address: '東京都架空区錠前一丁目２番３号' },
    birthDate: '1991-05-15',
    authPublicKey: keyPair('auth card').spki,
    signPublicKey: keyPair('sign card').spki,
    notBefore: NOW,
    generation: '2023',
    ...over,
  };
}

async function issue(over: Partial<IssueRequest> = {}): Promise<Extract<IssueResult, { kind: 'issued' }>> {
  const result = await issuer.issueCardCertificates(request(over));
  if (result.kind === 'refused') throw new Error(result.reason);
  return result;
}

async function allFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('certificates of a card', () => {
  it('are of the profile: their own service trusts them', async () => {
    const issued = await issue();
    const { anchors } = issuer.trustConfiguration();
    for (const kind of ['auth', 'sign'] as const) {
      const der = issued[kind]?.certificate.raw as Uint8Array;
      expect(verifyCertificatePath(der, { kind, anchors, at: NOW })).toMatchObject({ kind: 'trusted' });
    }
    expect(issued.sign?.certificate.holder).toMatchObject({ name: '解錠　太郎', birthDate: { era: 4 } });
    expect(issued.auth.certificate.notAfter).toEqual(new Date('2030-05-15T14:59:59Z'));
  });

  it('are accepted by OpenSSL, with names that it prints as the real ones', async () => {
    const { auth, sign } = await issue();
    for (const issued of [auth, sign]) {
      const certificate = new X509Certificate((issued as typeof auth).certificate.raw);
      const authority = new X509Certificate((issued as typeof auth).authorityCertificate);
      expect(certificate.verify(authority.publicKey)).toBe(true);
      expect(certificate.checkIssued(authority)).toBe(true);
    }
    const { subject, issuer: issuerName } = new X509Certificate((sign as typeof auth).certificate.raw);
    expect(subject).toMatch(/^C=JP\nL=Kaijo-to\nL=Demo-shi\nCN=[0-9A-Z]{14}99999003A$/);
    expect(issuerName).toContain('OU=JPKI for digital signature');
  });

  it('R41: a holder under 15 gets no signature certificate, also when a key is there', async () => {
    const issued = await issue({ birthDate: '2011-02-02' });
    expect(issued).toMatchObject({ withoutSign: 'under-15' });
    expect(issued.sign).toBeUndefined();
    expect((await issue({ birthDate: '2011-02-01' })).sign).toBeDefined();
  });

  it('R41: an adult ward gets none', async () => {
    const { signPublicKey: _, ...ward } = request();
    expect(await issuer.issueCardCertificates(ward)).toMatchObject({
      kind: 'issued',
      withoutSign: 'not-asked-for',
    });
  });

  it('end earlier when asked, and never after the 5th birthday or the authority', async () => {
    const notAfter = new Date('2026-03-01T14:59:59Z');
    expect((await issue({ notAfter })).auth.certificate.notAfter).toEqual(notAfter);
    const late = new Date('2040-01-01T00:00:00Z');
    expect((await issue({ notAfter: late })).auth.certificate.notAfter).toEqual(
      new Date('2030-05-15T14:59:59Z'),
    );
    const nearTheEnd = new Date('2032-01-01T00:00:00Z');
    expect((await issue({ notBefore: nearTheEnd })).auth.certificate.notAfter).toEqual(
      new Date('2033-07-15T14:59:59Z'),
    );
  });

  it.each<[string, Partial<IssueRequest>, string]>([
    ['an authority whose time is over', { generation: '2015' }, 'generation-not-current'],
    ['a day that does not exist', { birthDate: '1991-02-29' }, 'invalid-birth-date'],
    ['no name', { holder: { name: '', sex: 1, address: 'x' } }, 'invalid-holder'],
    [
      'an address of 201 characters',
      { holder: { name: 'x', sex: 1, address: '町'.repeat(201) } },
      'invalid-holder',
    ],
    ['a weak key', { authPublicKey: keyPair('short', 1024).spki }, 'weak-key'],
    ['no key', { signPublicKey: new Uint8Array() }, 'weak-key'],
    ['an end before the beginning', { notAfter: NOW }, 'invalid-period'],
  ])('are refused for %s', async (_, over, reason) => {
    expect(await issuer.issueCardCertificates(request(over))).toEqual({ kind: 'refused', reason });
  });

  it('of 2015 were issued in their time, by another authority of the same name', async () => {
    const old = await issue({ generation: '2015', notBefore: new Date('2020-06-01T00:00:00Z') });
    const current = await issue();
    expect(toHex(old.auth.certificate.issuerKeyId)).not.toBe(toHex(current.auth.certificate.issuerKeyId));
    expect(new X509Certificate(old.auth.certificate.raw).issuer).toBe(
      new X509Certificate(current.auth.certificate.raw).issuer,
    );
  });
});

describe('R5: revocation', () => {
  it.each([
    'auth',
    'sign',
  ] as const)('a revoked %s certificate is revoked by OCSP and by list', async (kind) => {
    const { certificate } = (await issue())[kind] as NonNullable<Awaited<ReturnType<typeof issue>>['auth']>;
    const { anchors } = issuer.trustConfiguration();
    const anchor = findAnchor(anchors, kind, certificate.issuerKeyId);
    if (anchor === undefined) throw new Error('no anchor');
    const check = (clients: object) => checkRevocation(certificate, { anchor, at: NOW, random, ...clients });
    const good = { kind: 'good' };
    expect(await check({ ocsp: issuer })).toMatchObject(good);
    expect(await check({ crl: issuer })).toMatchObject(good);

    expect(await issuer.revoke(kind, certificate, 'affiliationChanged')).toBe('revoked');
    const revoked = { kind: 'revoked', at: NOW, reason: 'affiliationChanged' };
    expect(await check({ ocsp: issuer })).toEqual({ ...revoked, source: 'ocsp' });
    expect(await check({ crl: issuer })).toEqual({ ...revoked, source: 'crl' });
    expect(await issuer.revoke(kind, certificate, 'superseded')).toBe('already-revoked');
    expect(await check({ ocsp: issuer })).toMatchObject(revoked);
  });

  it('a certificate that was never issued is not good', async () => {
    const anchor = issuer.trustConfiguration().anchors.auth[2];
    if (anchor === undefined) throw new Error('no anchor');
    const never = { serial: Uint8Array.of(0x42), issuerKeyId: anchor.keyId };
    const state = await checkRevocation(never, { anchor, at: NOW, random, ocsp: issuer, crl: issuer });
    expect(state.kind).toBe('unknown');
    expect(await issuer.revoke('auth', never, 'superseded')).toBe('unknown');
    expect(await issuer.revoke('sign', never, 'superseded')).toBe('unknown');
  });

  it('the responder’s appointment is renewed before it ends', async () => {
    const { certificate } = (await issue()).auth;
    let clock = NOW;
    const later = await DemoIssuer.open(folder, { random, now: () => clock });
    const anchor = findAnchor(later.trustConfiguration().anchors, 'auth', certificate.issuerKeyId);
    if (anchor === undefined) throw new Error('no anchor');
    for (let day = 0; day < 20; day++) {
      clock = new Date(NOW.getTime() + day * 24 * 3_600_000);
      const state = await checkRevocation(certificate, { anchor, at: clock, random, ocsp: later });
      expect(state.kind).toBe('good');
    }
  });

  it('answers bytes that are no request as malformed, and requests about others as unauthorized', async () => {
    const status = async (bytes: Uint8Array) => {
      const answer = await issuer.requestStatus('auth', bytes);
      return answer.kind === 'answer' ? answer.der[4] : undefined;
    };
    expect(await status(new Uint8Array())).toBe(1);
    expect(await status(Uint8Array.of(0x30, 0x00))).toBe(1);
    const other = await DemoIssuer.open(join(base, 'other'), { ...options, generations: ['2023'] });
    const anchor = other.trustConfiguration().anchors.auth[0];
    if (anchor === undefined) throw new Error('no anchor');
    const state = await checkRevocation(
      { serial: Uint8Array.of(1), issuerKeyId: anchor.keyId },
      { anchor, at: NOW, random, ocsp: issuer },
    );
    expect(state).toMatchObject({ kind: 'unknown', why: expect.stringContaining('status 6') });
  });
});

describe('the directory of cards', () => {
  const managementId = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  const cardFaceData = new TextEncoder().encode('card face');

  it('leads from either certificate to the card (R6), and to nothing that names its holder', async () => {
    const { auth, sign } = await issue();
    const entry = await issuer.registerCard({
      managementId,
      generation: '2023',
      cardFaceData,
      auth: auth.certificate,
      ...(sign && { sign: sign.certificate }),
    });
    for (const [kind, certificate] of [
      ['auth', auth.certificate],
      ['sign', sign?.certificate ?? auth.certificate],
    ] as const)
      expect(await issuer.findByCertificate(kind, certificate)).toEqual({ kind: 'found', entry });
    expect(await issuer.findByCertificate('sign', auth.certificate)).toEqual({ kind: 'unknown' });

    for (const file of await allFiles(folder)) {
      const content = await readFile(file, 'utf8');
      for (const secret of ['解錠', '架空区', '1991-05-15', '19910515'])
        if (content.includes(secret)) expect.fail(`${file} holds ${secret}`);
    }
  });

  it('forgets certificates that the card no longer has', async () => {
    const card = { managementId: Uint8Array.from(managementId).fill(7), generation: '2023', cardFaceData };
    const before = (await issue()).auth.certificate;
    const after = (await issue()).auth.certificate;
    await issuer.registerCard({ ...card, auth: before });
    await issuer.registerCard({ ...card, auth: after });
    expect(await issuer.findByCertificate('auth', before)).toEqual({ kind: 'unknown' });
    expect(await issuer.findByCertificate('auth', after)).toMatchObject({ kind: 'found' });
  });

  it('cannot say anything of a card whose entry is broken', async () => {
    const id = Uint8Array.from(managementId).fill(9);
    const { certificate } = (await issue()).auth;
    await issuer.registerCard({ managementId: id, generation: '2023', cardFaceData, auth: certificate });
    await writeFile(join(folder, 'directory', 'cards', `${toHex(id)}.json`), '{"managementId":"AAAA"}');
    expect(await issuer.findByCertificate('auth', certificate)).toMatchObject({ kind: 'unreachable' });
  });

  it('does not know references of any length or content', async () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(5000), new TextEncoder().encode('../../x')])
      expect(await issuer.findByCertificate('auth', { issuerKeyId: bytes, serial: bytes })).toEqual({
        kind: 'unknown',
      });
  });
});

describe('the folder', () => {
  it('is opened again with the same keys, and knows what was issued and revoked', async () => {
    const { certificate } = (await issue()).auth;
    await issuer.revoke('auth', certificate, 'superseded');
    const again = await DemoIssuer.open(folder, options);
    const keyIds = (of: DemoIssuer) =>
      of.trustConfiguration().anchors.auth.map(({ keyId, generation }) => [generation, toHex(keyId)]);
    expect(keyIds(again)).toEqual(keyIds(issuer));
    expect(again.trustConfiguration().cardFaceKeys).toEqual(issuer.trustConfiguration().cardFaceKeys);
    const anchor = findAnchor(again.trustConfiguration().anchors, 'auth', certificate.issuerKeyId);
    if (anchor === undefined) throw new Error('no anchor');
    expect(await checkRevocation(certificate, { anchor, at: NOW, random, ocsp: again })).toMatchObject({
      kind: 'revoked',
    });
  });

  it('lets nobody but its owner read the keys', async () => {
    const keys = (await allFiles(join(folder, 'authority'))).filter((file) => file.endsWith('.key.pem'));
    expect(keys).toHaveLength(9);
    for (const key of keys) expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'authority'))).mode & 0o777).toBe(0o700);
  });

  it('has one set of keys when two open it at once for the first time, and no drafts are left', async () => {
    const shared = join(base, 'shared');
    const small = { ...options, generations: ['2023'] } as const;
    const opened = await Promise.all([1, 2, 3].map(() => DemoIssuer.open(shared, small)));
    const keyIds = opened.map((one) => toHex(one.trustConfiguration().anchors.auth[0]?.keyId as Uint8Array));
    expect(new Set(keyIds).size).toBe(1);
    expect((await readdir(shared)).filter((name) => name.includes('draft'))).toEqual([]);
  });

  it('a card that another process adds is found at once', async () => {
    const { certificate } = (await issue()).auth;
    const script = `
      const { DemoIssuer, parseCertificate } = await import(process.argv[1]);
      const issuer = await DemoIssuer.open(process.argv[2], { random: () => new Uint8Array(), now: () => new Date() });
      const auth = parseCertificate(Buffer.from(process.argv[3], 'hex'));
      await issuer.registerCard({ managementId: new Uint8Array(10).fill(0x55), generation: '2023',
        cardFaceData: new Uint8Array(1), auth });`;
    const built = new URL('../../dist/index.js', import.meta.url).href;
    const node = ['--input-type=module', '-e', script, built, folder, toHex(certificate.raw)];
    await promisify(execFile)(process.execPath, node);
    expect(await issuer.findByCertificate('auth', certificate)).toMatchObject({
      kind: 'found',
      entry: { managementId: new Uint8Array(10).fill(0x55) },
    });
  });

  it('gives no serial twice, also when its randomness does', async () => {
    let call = 0;
    const poor = await DemoIssuer.open(folder, {
      now,
      random: (length) => new Uint8Array(length).fill(call++ < 4 ? 0x11 : call),
    });
    const serials = [];
    for (let i = 0; i < 3; i++) {
      const result = await poor.issueCardCertificates(request());
      if (result.kind === 'issued') serials.push(toHex(result.auth.certificate.serial));
    }
    expect(new Set(serials).size).toBe(3);
  });
});
