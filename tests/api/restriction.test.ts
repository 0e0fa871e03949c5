import { OPERATOR_ROUTES } from '@kaijo/contract';
import type { FaceOutcome } from '@kaijo/face';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, install } from './support/installation.ts';
import type { ScriptedCard } from './support/scripted-card.ts';
import { BUSY, LIVENESS_FAILED, MATCH, MISMATCH, UNUSABLE } from './support/scripted-face-check.ts';
import { PhoneVisit, verdict } from './support/steps.ts';

const DAY = 24 * 3_600_000;

let of: Installation;
let hanako: ScriptedCard;
let taro: ScriptedCard;
let phone: string;
let otherPhone: string;

beforeAll(async () => {
  of = await install();
  hanako = await of.card('hanako', { locked: 'sign' });
  taro = await of.card('taro', { locked: 'sign' });
});
afterAll(() => of?.close());

/** New phones for each story, and cards whose restrictions are over. */
beforeEach(async () => {
  of.clock.advance(8 * DAY);
  phone = crypto.randomUUID();
  otherPhone = crypto.randomUUID();
  for (const card of [hanako, taro]) expect(await take(crypto.randomUUID(), card, MATCH)).toBe('ok');
});

/** One stand before the camera, from the session on: what it came to. */
async function stand(app: string, card: ScriptedCard, finds: FaceOutcome) {
  of.faceCheck.finds = finds;
  const begun = await PhoneVisit.tryToBegin(of, 'sign', app);
  if (begun.kind !== 'ok') return begun;
  const visit = await PhoneVisit.begin(of, 'sign', app);
  const asked = await visit.presentCard(card);
  if (asked.kind !== 'ok') return asked;
  if (!('liveness' in asked.body)) throw new Error('no face check was asked for');
  return visit.presentFace(card, asked.body);
}

const take = async (...of: Parameters<typeof stand>): Promise<string> => verdict(await stand(...of));

async function failFiveTimes(apps: readonly string[], card: ScriptedCard): Promise<void> {
  const left: (number | undefined)[] = [];
  for (const app of apps) {
    const outcome = await stand(app, card, MISMATCH);
    expect(verdict(outcome)).toBe('face-mismatch');
    left.push(outcome.kind === 'problem' ? outcome.problem.triesLeft : undefined);
  }
  expect(left, 'the tries left are said after each (R19)').toEqual([4, 3, 2, 1, 0]);
}

describe('five failures in a row restrict the app; there is no sixth (R19)', () => {
  it('from one phone: this phone, this card on another phone, another card on this phone (R21)', async () => {
    await failFiveTimes([phone, phone, phone, phone, phone], hanako);
    const judged = of.faceCheck.seen.length;
    const sixth = await stand(phone, hanako, MATCH);
    expect(verdict(sixth)).toBe('app-restricted');
    if (sixth.kind !== 'problem') throw new Error('not refused');
    expect(Date.parse(sixth.problem.until ?? '')).toBe(of.clock.now().getTime() + 7 * DAY);
    expect(await take(otherPhone, hanako, MATCH)).toBe('app-restricted');
    expect(await take(phone, taro, MATCH)).toBe('app-restricted');
    expect(of.faceCheck.seen.length, 'nobody’s face is looked at any more').toBe(judged);
    expect(await take(otherPhone, taro, MATCH)).toBe('ok');
  });

  it('from two phones: a second phone does not give five more tries (R21)', async () => {
    await failFiveTimes([phone, otherPhone, phone, otherPhone, phone], hanako);
    expect(await take(phone, hanako, MATCH)).toBe('app-restricted');
    expect(await take(otherPhone, hanako, MATCH)).toBe('app-restricted');
    expect(await take(otherPhone, taro, MATCH), 'the phones have failed less often').toBe('ok');
  });

  it('with two cards on one phone: a second card does not give five more tries (R21)', async () => {
    for (const card of [hanako, taro, hanako, taro, hanako])
      expect(await take(phone, card, MISMATCH)).toBe('face-mismatch');
    expect(await take(phone, taro, MATCH)).toBe('app-restricted');
    expect(await take(otherPhone, taro, MATCH)).toBe('ok');
  });

  it('a failed liveness check counts as well', async () => {
    for (const _ of [1, 2, 3, 4]) await take(phone, hanako, MISMATCH);
    expect(await take(phone, hanako, LIVENESS_FAILED)).toBe('liveness-failed');
    expect(await take(phone, hanako, MATCH)).toBe('app-restricted');
  });
});

describe('what is no failure is not counted (R20)', () => {
  it('pictures that cannot be judged, and a service that is busy', async () => {
    for (const _ of [1, 2, 3, 4]) await take(phone, hanako, MISMATCH);
    for (const _ of [1, 2, 3, 4, 5, 6]) expect(await take(phone, hanako, UNUSABLE)).toBe('image-unusable');
    expect(await take(phone, hanako, BUSY)).toBe('too-many-requests');
    expect(await take(phone, hanako, MATCH)).toBe('ok');
  });
});

describe('the way back (R22)', () => {
  it('a success sets the count back to zero', async () => {
    for (const _ of [1, 2, 3, 4]) await take(phone, hanako, MISMATCH);
    expect(await take(phone, hanako, MATCH)).toBe('ok');
    await failFiveTimes([phone, phone, phone, phone, phone], hanako);
    expect(await take(phone, hanako, MATCH)).toBe('app-restricted');
  });

  it.each([
    ['the last millisecond of 7 days', -1, 'app-restricted'],
    ['7 days', 0, 'ok'],
  ])('after %s', async (_, ms, expected) => {
    await failFiveTimes([phone, phone, phone, phone, phone], hanako);
    of.clock.advance(7 * DAY + ms);
    expect(await take(phone, hanako, MATCH)).toBe(expected);
  });

  it('after 7 days there are five tries again', async () => {
    await failFiveTimes([phone, phone, phone, phone, phone], hanako);
    of.clock.advance(7 * DAY);
    await failFiveTimes([phone, phone, phone, phone, phone], hanako);
  });

  it('counter staff lift it at once, and who did it is in the audit log', async () => {
    await failFiveTimes([phone, phone, phone, phone, phone], hanako);
    const { lifted } = await of.operator.call(OPERATOR_ROUTES.liftRestriction, {
      body: {
        authCertificate: hanako.authCertificate,
        appInstance: phone,
        staff: 'counter-0815',
        identifiedBy: 'passport',
      },
    });
    expect([...lifted].sort()).toEqual(['app', 'card']);
    const entries = await of.db.selectFrom('audit_entry').selectAll().execute();
    expect(entries.map((entry) => JSON.stringify(entry)).join()).toContain('counter-0815');
    expect(await take(phone, hanako, MATCH)).toBe('ok');
    await failFiveTimes([phone, phone, phone, phone, phone], hanako);
  });

  it('lifting the phone’s leaves the card’s', async () => {
    await failFiveTimes([phone, phone, phone, phone, phone], hanako);
    await of.operator.call(OPERATOR_ROUTES.liftRestriction, {
      body: { appInstance: phone, staff: 'counter-0815', identifiedBy: 'passport' },
    });
    expect(await take(phone, hanako, MATCH)).toBe('app-restricted');
    expect(await take(phone, taro, MATCH)).toBe('ok');
  });
});

describe('consent comes before the camera (R44)', () => {
  const begin = (consent?: { readonly terms: string }) =>
    of.phone.createSession({ targetPin: 'sign', appInstance: phone, ...(consent && { consent }) });

  it('without it, or to other terms than today’s, there is no session', async () => {
    for (const refused of [await begin(), await begin({ terms: 'of-last-year' })])
      expect([verdict(refused), refused.kind === 'problem' && refused.problem.errors?.[0]?.field]).toEqual([
        'invalid-request',
        'consent.terms',
      ]);
  });

  it('what was consented to is recorded', async () => {
    const status = await of.phone.showStatus();
    if (status.kind !== 'ok') throw new Error('no status');
    const { version } = status.body.terms;
    const begun = await begin({ terms: version });
    if (begun.kind !== 'ok') throw new Error('no session');
    const entries = await of.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('kind', '=', 'phone-session.consented')
      .execute();
    const recorded = entries.find((entry) => JSON.stringify(entry).includes(begun.body.session));
    expect(JSON.stringify(recorded)).toContain(version);
  });
});
