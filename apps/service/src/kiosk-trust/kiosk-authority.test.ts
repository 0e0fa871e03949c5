import { createPublicKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KioskAuthority, UnusablePublicKey } from './kiosk-authority.ts';

const NOON = new Date('2026-03-02T03:00:00Z');
const options = { random: (length: number) => new Uint8Array(randomBytes(length)), now: () => NOON };
const KIOSK = '6f1c2a52-5b77-4f0e-8d6b-0b8f2f0c7c11';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kaijo-kiosk-authority-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const openAuthority = () => KioskAuthority.open(join(home, 'kiosk-authority'), options);
const pemOf = (curve: string): string =>
  generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({
    format: 'pem',
    type: 'spki',
  }) as string;

describe('the authority behind the kiosks’ mutual TLS', () => {
  it('is made once, its key readable by the owner alone, and found again', async () => {
    const first = await openAuthority();
    const again = await openAuthority();
    expect(again.certificate).toBe(first.certificate);
    expect((await stat(join(home, 'kiosk-authority'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(home, 'kiosk-authority', 'authority-key.pem'))).mode & 0o777).toBe(0o600);
  });

  it('makes one authority when several processes start at once', async () => {
    const authorities = await Promise.all([openAuthority(), openAuthority(), openAuthority()]);
    expect(new Set(authorities.map(({ certificate }) => certificate)).size).toBe(1);
  });

  it('certifies a kiosk’s own key for client authentication, under the kiosk’s id, and no authority', async () => {
    const authority = await openAuthority();
    const publicKey = pemOf('P-256');
    const { certificate, fingerprint } = await authority.certifyKiosk(KIOSK, publicKey);
    const parsed = new X509Certificate(certificate);
    expect(parsed.verify(createPublicKey(authority.certificate))).toBe(true);
    expect(parsed.publicKey.export({ format: 'pem', type: 'spki' })).toBe(publicKey);
    expect(parsed.subjectAltName).toBe(`URI:urn:kaijo:kiosk:${KIOSK}`);
    expect(parsed.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(parsed.ca).toBe(false);
    expect(Buffer.from(fingerprint).toString('hex')).toBe(
      parsed.fingerprint256.replaceAll(':', '').toLowerCase(),
    );
    expect(new Date(parsed.validTo).getTime() - NOON.getTime()).toBe(397 * 86_400_000);
  });

  it.each(['P-384', 'secp256k1'])('certifies no key on %s', async (curve) => {
    const authority = await openAuthority();
    await expect(authority.certifyKiosk(KIOSK, pemOf(curve))).rejects.toThrow(UnusablePublicKey);
  });

  it.each([
    '',
    'no key',
    '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
  ])('certifies nothing that is no key: %j', async (text) => {
    const authority = await openAuthority();
    await expect(authority.certifyKiosk(KIOSK, text)).rejects.toThrow(UnusablePublicKey);
  });

  it('gives the listener a certificate for its names', async () => {
    const authority = await openAuthority();
    const { certificate } = await authority.serverCredentials(['localhost', '127.0.0.1', '::1']);
    const parsed = new X509Certificate(certificate);
    expect(parsed.checkHost('localhost')).toBe('localhost');
    expect(parsed.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(parsed.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });
});
