import { constants, privateEncrypt } from 'node:crypto';
import { toBase64Url } from '@kaijo/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IssuerCertificates } from './issuer-certificates.ts';
import type { SignedMessage } from './port.ts';
import { type TestCard, TestIssuer } from './test-issuer.ts';

const NOW = new Date('2026-03-01T12:00:00+09:00');
const DAY = 86_400_000;
const MESSAGE = new TextEncoder().encode('what the card was asked to sign');

let issuer: TestIssuer;
let certificates: IssuerCertificates;
beforeAll(async () => {
  issuer = await TestIssuer.open(NOW);
  certificates = issuer.certificates();
});
afterAll(() => issuer.close());
beforeEach(() => {
  issuer.now = NOW;
  issuer.unreachable.clear();
  issuer.unanswered.length = 0;
  issuer.alter = (entry) => entry;
});

const check = (card: TestCard) => certificates.check(card.auth.raw, issuer.now);
const checkSigned = (signed: SignedMessage) => certificates.checkSigned(signed, issuer.now);
const refused = (refusal: object) => ({ kind: 'refuse', refusal });
const SIGNATURE_INVALID = refused({ problem: 'signature-invalid' });

describe('the card behind a certificate', () => {
  it('is found with what belongs to it, by either certificate', async () => {
    const card = await issuer.issueCard();
    const expected = { kind: 'usable', card: { ref: card.ref, generation: '2023' } };
    expect(await check(card)).toMatchObject(expected);
    for (const kind of ['auth', 'sign'] as const)
      expect(await checkSigned(card.signed(kind, MESSAGE))).toMatchObject(expected);
    expect(await certificates.referenceOf(card.auth.raw)).toBe(card.ref);
    const found = await check(card);
    if (found.kind === 'usable') expect(found.card.managementId).toEqual(card.managementId);
  });
});

describe('R5, R6: both certificates must be usable, whichever was shown', () => {
  it.each([
    'auth',
    'sign',
  ] as const)('refuses when the %s certificate is revoked, and says which', async (kind) => {
    const card = await issuer.issueCard();
    await issuer.revoke(card, kind, 'affiliationChanged');
    issuer.now = new Date(NOW.getTime() + 1_000);
    const refusal = refused({ problem: 'certificate-revoked', certificate: kind });
    expect(await check(card)).toEqual(refusal);
    expect(await checkSigned(card.signed('auth', MESSAGE))).toEqual(refusal);
    expect(await checkSigned(card.signed('sign', MESSAGE))).toEqual(refusal);
  });

  it('refuses from the second after the last one on, and before the first', async () => {
    const card = await issuer.issueCard({ days: 30 });
    issuer.now = new Date(NOW.getTime() + 30 * DAY + 999);
    expect((await check(card)).kind).toBe('usable');
    issuer.now = new Date(NOW.getTime() + 30 * DAY + 1_000);
    const expired = refused({ problem: 'certificate-expired', certificate: 'auth', reason: 'expired' });
    expect(await check(card)).toEqual(expired);
    expect(await checkSigned(card.signed('sign', MESSAGE))).toEqual(expired);
    issuer.now = new Date(NOW.getTime() - 1);
    expect(await check(card)).toEqual(
      refused({ problem: 'certificate-expired', certificate: 'auth', reason: 'not-yet-valid' }),
    );
  });

  it('refuses when only the sign certificate has expired, of which nothing but the directory tells', async () => {
    const card = await issuer.issueCard();
    issuer.alter = ({ sign, ...entry }) => ({
      ...entry,
      ...(sign && { sign: { ...sign, notAfter: new Date(NOW.getTime() - 1_000) } }),
    });
    expect(await check(card)).toEqual(
      refused({ problem: 'certificate-expired', certificate: 'sign', reason: 'expired' }),
    );
  });

  it('refuses when the authority’s own time is over, whatever the certificates say', async () => {
    const card = await issuer.issueCard();
    const late = new Date('2040-01-01T00:00:00Z');
    issuer.alter = ({ auth, sign, ...entry }) => ({
      ...entry,
      auth: { ...auth, notAfter: late },
      ...(sign && { sign: { ...sign, notAfter: late } }),
    });
    issuer.now = new Date('2033-07-15T15:00:00Z');
    expect(await check(card)).toEqual(
      refused({ problem: 'certificate-expired', certificate: 'auth', reason: 'expired' }),
    );
  });

  it('refuses a card without a signature certificate (R41)', async () => {
    const child = await issuer.issueCard({ birthYear: 2015 });
    expect(await check(child)).toEqual(
      refused({ problem: 'certificate-untrusted', certificate: 'sign', reason: 'no-sign-certificate' }),
    );
  });
});

describe('fails closed where somebody does not answer', () => {
  it('asks the list when the responder is down, and refuses when both are', async () => {
    const card = await issuer.issueCard();
    issuer.unreachable.add('ocsp');
    expect((await check(card)).kind).toBe('usable');
    issuer.unreachable.add('crl');
    expect(await check(card)).toEqual(
      refused({ problem: 'revocation-unknown', certificate: 'auth', reason: 'revocation-unreachable' }),
    );
    expect(issuer.unanswered.join()).toContain('responder is down');
  });

  it('finds a revocation in the list as well', async () => {
    const card = await issuer.issueCard();
    await issuer.revoke(card, 'sign', 'keyCompromise');
    issuer.unreachable.add('ocsp');
    issuer.now = new Date(NOW.getTime() + 1_000);
    expect(await check(card)).toEqual(refused({ problem: 'certificate-revoked', certificate: 'sign' }));
  });

  it('refuses while the directory is down', async () => {
    const card = await issuer.issueCard();
    issuer.unreachable.add('directory');
    const refusal = { problem: 'revocation-unknown', reason: 'directory-unreachable' };
    expect(await check(card)).toEqual(refused({ ...refusal, certificate: 'auth' }));
    expect(await certificates.prove(card.signed('sign', MESSAGE))).toEqual(
      refused({ ...refusal, certificate: 'sign' }),
    );
    expect(await certificates.referenceOf(card.auth.raw)).toEqual(
      refused({ ...refusal, certificate: 'auth' }),
    );
  });
});

describe('trusts no certificate that is not this card’s', () => {
  it('refuses what is no certificate, and one of the other kind', async () => {
    const card = await issuer.issueCard();
    const untrusted = (reason: string) =>
      refused({ problem: 'certificate-untrusted', certificate: 'auth', reason });
    expect(await certificates.check(new Uint8Array([1, 2, 3]), NOW)).toEqual(untrusted('malformed'));
    const sign = card.sign?.raw ?? new Uint8Array();
    expect(await certificates.check(sign, NOW)).toEqual(untrusted('untrusted-issuer'));
    const flipped = Uint8Array.from(card.auth.raw);
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
    expect(await certificates.check(flipped, NOW)).toEqual(untrusted('bad-signature'));
  });

  it('refuses a certificate of another issuer with the same names', async () => {
    const forger = await TestIssuer.open(NOW);
    const card = await forger.issueCard();
    expect(await check(card)).toMatchObject({ refusal: { problem: 'certificate-untrusted' } });
    expect(await checkSigned(card.signed('auth', MESSAGE))).toMatchObject({
      refusal: { problem: 'certificate-untrusted', reason: 'untrusted-issuer' },
    });
    await forger.close();
  });

  it('refuses a certificate that the directory knows with other bytes under its serial', async () => {
    const card = await issuer.issueCard();
    issuer.alter = (entry) => ({ ...entry, auth: { ...entry.auth, certificateDigest: new Uint8Array(32) } });
    expect(await check(card)).toEqual(
      refused({ problem: 'certificate-untrusted', certificate: 'auth', reason: 'not-in-directory' }),
    );
    expect(await certificates.prove(card.signed('auth', MESSAGE))).toEqual(SIGNATURE_INVALID);
  });
});

describe('an unknown serial and a wrong signature are not told apart', () => {
  const unknownSerial = (card: TestCard) => {
    const { credential, ...rest } = card.signed('sign', MESSAGE);
    if (credential.kind !== 'sign') throw new Error('of the sign key');
    return { ...rest, credential: { ...credential, serial: toBase64Url(new Uint8Array(8).fill(0x41)) } };
  };
  const wrongSignature = (card: TestCard) => ({
    ...card.signed('sign', MESSAGE),
    message: new TextEncoder().encode('something else'),
  });

  it('by the answer, also where the certificate is revoked', async () => {
    const card = await issuer.issueCard();
    await issuer.revoke(card, 'sign', 'superseded');
    for (const signed of [unknownSerial(card), wrongSignature(card)]) {
      expect(await checkSigned(signed)).toEqual(SIGNATURE_INVALID);
      expect(await certificates.prove(signed)).toEqual(SIGNATURE_INVALID);
    }
  });
});

describe('a signature is RSASSA-PKCS1-v1_5 with SHA-256 and nothing else', () => {
  it('refuses a forged padding, a cut signature and another message', async () => {
    const card = await issuer.issueCard();
    const good = card.signed('auth', MESSAGE);
    expect((await checkSigned(good)).kind).toBe('usable');
    const forged = new Uint8Array(256).fill(0);
    forged[1] = 1;
    const unpadded = privateEncrypt(
      { key: card.privateKey('auth'), padding: constants.RSA_NO_PADDING },
      forged,
    );
    for (const signature of [
      Uint8Array.from(unpadded),
      good.signature.slice(1),
      new Uint8Array(),
      new Uint8Array(256),
    ])
      expect(await checkSigned({ ...good, signature })).toEqual(SIGNATURE_INVALID);
  });
});

describe('R31: a proof is a fact', () => {
  it('counts whatever has become of the certificates meanwhile', async () => {
    const card = await issuer.issueCard({ days: 30 });
    await issuer.revoke(card, 'auth', 'superseded');
    issuer.now = new Date(NOW.getTime() + 40 * DAY);
    issuer.unreachable.add('ocsp').add('crl');
    for (const kind of ['auth', 'sign'] as const)
      expect(await certificates.prove(card.signed(kind, MESSAGE))).toMatchObject({
        kind: 'proven',
        card: { ref: card.ref },
      });
  });
});
