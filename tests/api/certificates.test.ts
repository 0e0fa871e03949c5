import { toBase64Url } from '@kaijo/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine, NOON } from './support/installation.ts';
import { foreignIssuer, type Period, type Reissued, reissue } from './support/reissue.ts';
import type { ScriptedCard } from './support/scripted-card.ts';
import { bytes, granted, KioskVisit, PhoneVisit, refusal, reserve, verdict } from './support/steps.ts';

const KINDS = ['auth', 'sign'] as const;
const HOUR = 3_600_000;

let of: Installation;
let kiosk: Machine;
let hanako: ScriptedCard;

beforeAll(async () => {
  of = await install();
  kiosk = await of.machine();
  hanako = await of.card('hanako');
});
afterAll(() => of?.close());

/** The card's reservation from when both of its certificates were usable. */
beforeEach(async () => {
  of.clock.set(NOON);
  const { card } = await reissue(of, hanako);
  await reserve(of, card, 'sign');
});
afterEach(() => of.silence('nothing'));

/** R5: the same answer wherever the card is shown, and nothing is changed by it. */
async function expectRefusedEverywhere(card: ScriptedCard, expected: ReturnType<typeof refusal>) {
  for (const target of KINDS) {
    const visit = await PhoneVisit.begin(of, target);
    const rows = await of.rows();
    expect(refusal(await visit.presentCard(card)), `phone, ${target} PIN`).toEqual(expected);
    expect(await of.rows()).toEqual(rows);
  }
  const rows = await of.rows();
  expect(refusal(await KioskVisit.tryToBegin(of, kiosk, card)), 'kiosk').toEqual(expected);
  expect(await of.rows()).toEqual(rows);
}

function hoursFromNow(from: number, to: number): Period {
  const now = of.clock.now().getTime();
  return { notBefore: new Date(now + from * HOUR), notAfter: new Date(now + to * HOUR) };
}

describe.each(KINDS)('both certificates must be usable (R5): the %s certificate', (certificate) => {
  it('has expired', async () => {
    const { card } = await reissue(of, hanako, { [certificate]: hoursFromNow(-48, -1) });
    await expectRefusedEverywhere(card, { problem: 'certificate-expired', certificate, reason: 'expired' });
  });

  it('is not valid yet', async () => {
    const { card } = await reissue(of, hanako, { [certificate]: hoursFromNow(1, 48) });
    await expectRefusedEverywhere(card, {
      problem: 'certificate-expired',
      certificate,
      reason: 'not-yet-valid',
    });
  });

  it('was revoked', async () => {
    const reissued = await reissue(of, hanako);
    await revoke(reissued, certificate);
    await expectRefusedEverywhere(reissued.card, { problem: 'certificate-revoked', certificate });
  });

  it('was revoked while the kiosk held the reservation: nothing is authorised', async () => {
    const reissued = await reissue(of, hanako);
    const visit = await KioskVisit.begin(of, kiosk, reissued.card);
    await revoke(reissued, certificate);
    const rows = await of.rows();
    expect(refusal(await visit.authorise(reissued.card))).toEqual({
      problem: 'certificate-revoked',
      certificate,
    });
    expect(await of.rows()).toEqual(rows);
  });

  it('ended while the kiosk held the reservation: nothing is authorised', async () => {
    const { card } = await reissue(of, hanako, { [certificate]: hoursFromNow(-48, 1) });
    of.clock.advance(HOUR - 1_000);
    const visit = await KioskVisit.begin(of, kiosk, card);
    of.clock.advance(61_000);
    const rows = await of.rows();
    expect(refusal(await visit.authorise(card))).toEqual({
      problem: 'certificate-expired',
      certificate,
      reason: 'expired',
    });
    expect(await of.rows()).toEqual(rows);
  });

  it('comes from an authority that calls itself JPKI and is not trusted', async () => {
    const foreign = { issuer: await foreignIssuer(of), kind: certificate };
    const { card } = await reissue(of, hanako, { foreign });
    await expectRefusedEverywhere(card, {
      problem: 'certificate-untrusted',
      certificate,
      reason: 'untrusted-issuer',
    });
  });
});

it('the same card is served as soon as the issuer has given it usable certificates', async () => {
  const reissued = await reissue(of, hanako);
  await revoke(reissued, 'sign');
  expect(verdict(await KioskVisit.tryToBegin(of, kiosk, reissued.card))).toBe('certificate-revoked');
  const { card } = await reissue(of, hanako);
  expect(verdict(await KioskVisit.tryToBegin(of, kiosk, card))).toBe('ok');
});

it('nobody answers for revocation: refused until somebody does (fails closed)', async () => {
  const { card } = await reissue(of, hanako);
  of.silence('revocation');
  await expectRefusedEverywhere(card, {
    problem: 'revocation-unknown',
    certificate: 'auth',
    reason: 'revocation-unreachable',
  });
  of.silence('nothing');
  expect(verdict(await KioskVisit.tryToBegin(of, kiosk, card))).toBe('ok');
});

it('nobody answers for revocation while the kiosk holds the reservation: nothing is authorised', async () => {
  const { card } = await reissue(of, hanako);
  const visit = await KioskVisit.begin(of, kiosk, card);
  of.silence('revocation');
  const rows = await of.rows();
  expect(verdict(await visit.authorise(card))).toBe('revocation-unknown');
  expect(await of.rows()).toEqual(rows);
});

it('the issuer’s directory does not answer: refused (R6)', async () => {
  const { card } = await reissue(of, hanako);
  of.silence('directory');
  const rows = await of.rows();
  expect(refusal(await KioskVisit.tryToBegin(of, kiosk, card))).toEqual({
    problem: 'revocation-unknown',
    certificate: 'auth',
    reason: 'directory-unreachable',
  });
  expect(await of.rows()).toEqual(rows);
});

it('a card without a signature certificate is told so (R41)', async () => {
  const sachiko = await of.card('sachiko');
  const expected = { problem: 'certificate-untrusted', certificate: 'sign', reason: 'no-sign-certificate' };
  const visit = await PhoneVisit.begin(of, 'sign');
  const rows = await of.rows();
  expect(refusal(await visit.presentCard(sachiko))).toEqual(expected);
  expect(refusal(await KioskVisit.tryToBegin(of, kiosk, sachiko))).toEqual(expected);
  expect(await of.rows()).toEqual(rows);
});

it('a certificate with one bit of its signature changed is refused', async () => {
  const { card } = await reissue(of, hanako);
  const forged = bytes(card.authCertificate);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  const rows = await of.rows();
  const outcome = await kiosk.client.createSession({
    authCertificate: toBase64Url(forged),
    kioskTime: of.clock.now().toISOString(),
  });
  expect(refusal(outcome)).toEqual({
    problem: 'certificate-untrusted',
    certificate: 'auth',
    reason: 'bad-signature',
  });
  expect(await of.rows()).toEqual(rows);
});

it('a certificate that its issuer made and gave to no card is refused', async () => {
  const { card: earlier } = await reissue(of, hanako);
  await reissue(of, hanako);
  const outcome = await KioskVisit.tryToBegin(of, kiosk, earlier);
  expect(refusal(outcome)).toEqual({
    problem: 'certificate-untrusted',
    certificate: 'auth',
    reason: 'not-in-directory',
  });
});

it('the holder is told that nothing was changed and where to go (R40)', async () => {
  const reissued = await reissue(of, hanako);
  await revoke(reissued, 'sign');
  const outcome = await KioskVisit.tryToBegin(of, kiosk, reissued.card);
  if (outcome.kind !== 'problem') throw new Error('not refused');
  expect(outcome.problem.detail).toMatch(/失効.*変更されていません.*窓口/);
});

it('a card whose both certificates are usable is reserved for and reset', async () => {
  const { card } = await reissue(of, hanako);
  const visit = await KioskVisit.begin(of, kiosk, card);
  const { commands } = granted(await visit.authorise(card));
  expect(verdict(await visit.complete(await visit.write(card, commands, 'FIRST1TRY')))).toBe('ok');
});

async function revoke(reissued: Reissued, kind: (typeof KINDS)[number]): Promise<void> {
  const certificate = reissued[kind];
  if (certificate === undefined) throw new Error('nothing to revoke');
  expect(await of.issuer.revoke(kind, certificate, 'affiliationChanged')).toBe('revoked');
}
