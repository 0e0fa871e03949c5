import {
  OFFICE_ROUTES,
  OPERATOR_ROUTES,
  type ReservedAnswer,
  STAFF_ROUTES,
  toBase64Url,
} from '@kaijo/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine, NOON } from '../api/support/installation.ts';
import type { ScriptedCard } from '../api/support/scripted-card.ts';
import { MATCH, MISMATCH } from '../api/support/scripted-face-check.ts';
import { employ, ok, StaffBrowser, told } from '../api/support/staff-browser.ts';
import { granted, KioskVisit, PhoneVisit, reserve, verdict } from '../api/support/steps.ts';
import { ANY_FRAMES } from '../support/story.ts';

let of: Installation;
let kiosk: Machine;
let hanako: ScriptedCard;
let taro: ScriptedCard;
let made: ReservedAnswer;

beforeAll(async () => {
  of = await install();
  kiosk = await of.machine();
  hanako = await of.card('hanako', { locked: 'auth' });
  taro = await of.card('taro', { locked: 'auth' });
});
afterAll(() => of?.close());
beforeEach(async () => {
  of.clock.set(NOON);
  of.faceCheck.finds = MATCH;
  made = await reserve(of, hanako, 'auth');
});

const JSON_TYPE = { 'content-type': 'application/json' };

/** An answer as somebody sees it who compares answers: without the number of the request and the moment. */
async function seen(response: Response) {
  const { instance: _, ...body } = (await response.json()) as Record<string, unknown>;
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => name !== 'date' && !name.startsWith('ratelimit-')),
  );
  return { status: response.status, headers, body };
}

const ask = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(`${of.publicUrl}${path}`, {
    ...init,
    headers: { 'idempotency-key': crypto.randomUUID(), ...init.headers },
  });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a token of one app opens nothing of another', () => {
  it('not the phone session’s the reservation, nor the reservation’s a session, nor either the office or a kiosk', async () => {
    const visit = await PhoneVisit.begin(of, 'auth');
    const body = JSON.stringify(hanako.phoneProof({ nonce: visit.nonce, targetPin: 'auth' }));
    const card = `/v1/phone/sessions/${visit.session.session}/card`;
    const attempts: Response[] = [
      await ask('/v1/phone/reservation', { headers: bearer(visit.session.token) }),
      await ask('/v1/phone/reservation', { method: 'DELETE', headers: bearer(visit.session.token) }),
      await ask(card, { method: 'POST', headers: { ...bearer(made.token), ...JSON_TYPE }, body }),
    ];
    for (const token of [visit.session.token, made.token]) {
      const cookie = `__Host-kaijo-staff=${token}`;
      attempts.push(await ask('/v1/staff/session', { headers: { ...bearer(token), cookie } }));
      attempts.push(await ask('/v1/office/reservations', { headers: { ...bearer(token), cookie } }));
    }
    for (const response of attempts) expect([response.url, response.status]).toEqual([response.url, 401]);
    // With a kiosk's certificate, but on no route of a kiosk; and on a kiosk's route without one.
    const through = await kiosk.fetch(`${of.kioskUrl}/v1/phone/reservation`, { headers: bearer(made.token) });
    expect(through.status).toBe(404);
    const without = await ask('/v1/kiosk/sessions', { method: 'POST', headers: JSON_TYPE, body: '{}' });
    expect(without.status).toBe(404);
    expect(granted(await of.phone.showReservation(made.token)).state).toBe('open');
  });

  it('the staff’s cookie opens nothing without the browser’s key, and nothing of a holder with it', async () => {
    const { browser } = await employ(of, 'operator-of-tokens', 'operator');
    const token = browser.cookie.split('=')[1] ?? '';
    expect(token.length).toBeGreaterThan(20);
    const headers = { ...bearer(token), cookie: browser.cookie };
    expect((await ask('/v1/office/reservations', { headers })).status).toBe(401);
    expect((await ask('/v1/phone/reservation', { headers })).status).toBe(401);
    expect(told(await browser.call(STAFF_ROUTES.showStaffSession))).toBe('200');
  });

  it('the key of another’s call gives its answer to nobody who cannot send the same call', async () => {
    const key = crypto.randomUUID();
    const begin = (appInstance: string) =>
      ask('/v1/phone/sessions', {
        method: 'POST',
        headers: { ...JSON_TYPE, 'idempotency-key': key },
        body: JSON.stringify({ targetPin: 'auth', appInstance }),
      });
    const first = await begin(crypto.randomUUID());
    expect(first.status).toBe(201);
    const { token } = (await first.json()) as { token: string };
    const other = await begin(crypto.randomUUID());
    expect(other.status).toBe(422);
    expect(await other.text()).not.toContain(token);
    // A reservation's answer belongs to its caller's token as well.
    const visit = await PhoneVisit.begin(of, 'auth');
    const thief = await PhoneVisit.begin(of, 'auth');
    const path = `/v1/phone/sessions/${visit.session.session}/card`;
    const body = JSON.stringify(taro.phoneProof({ nonce: visit.nonce, targetPin: 'auth' }));
    const send = (of: PhoneVisit) =>
      ask(path, {
        method: 'POST',
        headers: { ...JSON_TYPE, ...bearer(of.session.token), 'idempotency-key': key },
        body,
      });
    expect((await send(visit)).status).toBe(201);
    expect((await send(thief)).status).toBe(401);
  });
});

describe('a session that somebody else has prepared (fixation)', () => {
  it('a cookie that lay in the browser before signing in is not the session afterwards', async () => {
    const attacker = await employ(of, 'clerk-who-attacks', 'clerk');
    const victim = await employ(of, 'operator-who-is-attacked', 'operator');
    const browser = new StaffBrowser(of);
    browser.cookie = attacker.browser.cookie;
    ok(await browser.signInWith(victim.passkey));
    expect(browser.cookie).not.toBe(attacker.browser.cookie);
    expect(ok(await browser.call(STAFF_ROUTES.showStaffSession))).toMatchObject({ number: victim.number });
    expect(ok(await attacker.browser.call(STAFF_ROUTES.showStaffSession))).toMatchObject({
      number: attacker.number,
    });
    // The new session's cookie in the attacker's browser, whose key it was not made with.
    attacker.browser.cookie = browser.cookie;
    expect(told(await attacker.browser.call(OFFICE_ROUTES.listReservations))).toBe('not-authorised');
  });

  it('a question that the attacker has asked with the own key is worth nothing once it was answered by the victim', async () => {
    const victim = await employ(of, 'operator-who-is-lured', 'operator');
    const [attacker, lured] = [new StaffBrowser(of), new StaffBrowser(of)];
    const { ceremony, options } = await attacker.beginSignIn();
    const response = victim.passkey.assert(options);
    ok(await lured.signIn.finishSignIn({ ceremony, response }));
    // The attacker has the key and not the cookie, the victim's browser the cookie and not the key.
    expect(told(await attacker.call(STAFF_ROUTES.showStaffSession))).toBe('not-authorised');
    expect(told(await lured.call(STAFF_ROUTES.showStaffSession))).toBe('not-authorised');
    expect(told(await attacker.signIn.finishSignIn({ ceremony, response }))).toBe('not-authorised');
  });
});

describe('who has a reservation cannot be found out', () => {
  it('tokens: a wrong one is answered like any other, however near it is', async () => {
    const near = `${made.token.startsWith('A') ? 'B' : 'A'}${made.token.slice(1)}`;
    const last = `${made.token.slice(0, -1)}${made.token.endsWith('A') ? 'B' : 'A'}`;
    const random = () => toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
    const { token: ended } = made;
    granted(await of.phone.cancelReservation(ended));
    const answers: unknown[] = [];
    for (const token of [near, last, random(), random(), 'x'.repeat(43), `${made.token}${made.token}`])
      answers.push(await seen(await ask('/v1/phone/reservation', { headers: bearer(token) })));
    expect(answers[0]).toMatchObject({ status: 401 });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('sessions: another’s is answered like one that does not exist', async () => {
    const [mine, others] = [await PhoneVisit.begin(of, 'auth'), await PhoneVisit.begin(of, 'auth')];
    const body = JSON.stringify(hanako.phoneProof({ nonce: mine.nonce, targetPin: 'auth' }));
    const at = async (session: string) =>
      seen(
        await ask(`/v1/phone/sessions/${session}/card`, {
          method: 'POST',
          headers: { ...bearer(mine.session.token), ...JSON_TYPE },
          body,
        }),
      );
    const unknown = await at(crypto.randomUUID());
    expect(unknown.status).toBe(401);
    expect(await at(others.session.session)).toEqual(unknown);
  });

  it('cards: without the card’s own signature nobody hears whether the card is known', async () => {
    const stranger = {
      kind: 'sign' as const,
      serial: toBase64Url(Uint8Array.of(9, 9, 9, 9)),
      issuerKeyId: (hanako.credential('sign') as { issuerKeyId: string }).issuerKeyId,
    };
    const answers: unknown[] = [];
    for (const credential of [hanako.credential('sign'), taro.credential('sign'), stranger]) {
      const visit = await PhoneVisit.begin(of, 'auth');
      const signature = toBase64Url(crypto.getRandomValues(new Uint8Array(256)));
      const response = await ask(`/v1/phone/sessions/${visit.session.session}/card`, {
        method: 'POST',
        headers: { ...bearer(visit.session.token), ...JSON_TYPE },
        body: JSON.stringify({ credential, signature }),
      });
      answers.push(await seen(response));
    }
    expect(answers[0]).toMatchObject({ status: 403, body: { type: '/problems/signature-invalid' } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('codes: an unknown, a used and an ended one are one answer, for a kiosk and for staff', async () => {
    const issue = (number: string) =>
      of.operator.call(OPERATOR_ROUTES.issueStaffInvite, { body: { number, role: 'clerk', staff: 'test' } });
    const ended = await issue('clerk-ended');
    of.clock.advance(25 * 3_600_000);
    const begin = async (code: string) =>
      seen(
        await ask('/v1/staff/registration/begin', {
          method: 'POST',
          headers: JSON_TYPE,
          body: JSON.stringify({ code }),
        }),
      );
    const unknown = await begin(ended.code.replace(/^./, (first) => (first === '0' ? '1' : '0')));
    expect(unknown.status).toBe(401);
    expect(await begin(ended.code)).toEqual(unknown);
  });
});

describe('nobody locks out other people’s cards or apps', () => {
  it('without the card’s signature nothing is counted against it, however often it is tried', async () => {
    const rows = async () => (await of.rows()) as { failures: unknown; reservations: unknown };
    const before = await rows();
    of.faceCheck.finds = MISMATCH;
    for (let attempt = 0; attempt < 8; attempt++) {
      const visit = await PhoneVisit.begin(of, 'sign');
      const stolen = await visit.presentCard(hanako, (proof) => ({
        ...proof,
        signature: toBase64Url(crypto.getRandomValues(new Uint8Array(256))),
      }));
      expect(verdict(stolen)).toBe('signature-invalid');
    }
    expect((await rows()).failures).toEqual(before.failures);
    expect((await rows()).reservations).toEqual(before.reservations);
    of.faceCheck.finds = MATCH;
    const visit = await PhoneVisit.begin(of, 'sign');
    const asked = granted(await visit.presentCard(hanako));
    if (!('liveness' in asked)) throw new Error('no face check was asked for');
    expect(verdict(await visit.presentFace(hanako, asked))).toBe('ok');
  });

  it('an app’s name, with which somebody could use up its five tries, is in no answer and in no table', async () => {
    const appInstance = crypto.randomUUID();
    const visit = await PhoneVisit.begin(of, 'sign', appInstance);
    const asked = granted(await visit.presentCard(taro));
    const { rows } = { rows: JSON.stringify(await of.rows()) };
    const audit = JSON.stringify(await of.db.selectFrom('audit_entry').selectAll().execute());
    for (const text of [JSON.stringify([visit.session, asked]), rows, audit])
      for (const form of [appInstance, appInstance.replaceAll('-', '')]) expect(text).not.toContain(form);
  });

  it('a phone’s session goes on, whoever begins others under the same app’s name', async () => {
    const appInstance = crypto.randomUUID();
    const mine = await PhoneVisit.begin(of, 'auth', appInstance);
    for (let i = 0; i < 5; i++) await PhoneVisit.begin(of, 'auth', appInstance);
    expect(verdict(await mine.presentCard(taro))).toBe('ok');
  });

  it('a kiosk that only has the certificate holds a reservation up for five minutes, and is out when it is revoked', async () => {
    const rogue = await of.machine();
    granted(await KioskVisit.tryToBegin(of, rogue, hanako));
    expect(verdict(await KioskVisit.tryToBegin(of, kiosk, hanako))).toBe('reservation-in-use');
    await of.operator.call(OPERATOR_ROUTES.revokeKiosk, { id: rogue.id, body: { staff: 'test' } });
    expect(verdict(await KioskVisit.tryToBegin(of, rogue, hanako))).toBe('not-authorised');
    of.clock.advance(5 * 60_000);
    expect(verdict(await KioskVisit.tryToBegin(of, kiosk, hanako))).toBe('ok');
  });
});

describe('a try at the face check cannot be taken back (R19)', () => {
  it('who hangs up while the face is judged has failed all the same', async () => {
    const visit = await PhoneVisit.begin(of, 'sign');
    const asked = granted(await visit.presentCard(taro));
    if (!('liveness' in asked)) throw new Error('no face check was asked for');
    const meta = {
      challenge: asked.liveness.challenge,
      frames: ANY_FRAMES.frames.map(({ step, at }) => ({ step, at })),
      cardFace: taro.cardFace,
    };
    const jpegs = ANY_FRAMES.frames.map(({ jpeg }) => jpeg);
    of.faceCheck.finds = MISMATCH;
    of.faceCheck.seen.length = 0;
    const release = of.faceCheck.holdBack();
    const hangUp = new AbortController();
    const sent = of.phone.presentFace(visit.session, meta, jpegs, { signal: hangUp.signal });
    await expect.poll(() => of.faceCheck.seen.length, { timeout: 60_000 }).toBe(1);
    hangUp.abort();
    expect((await sent).kind).toBe('unreachable');
    release();
    const failures = async () =>
      (await of.db.selectFrom('face_failure_count').select('failures').execute()).map((row) => row.failures);
    await expect.poll(failures, { timeout: 60_000 }).toContain(1);
    // The challenge was used up as well: it cannot be answered again with a better face.
    of.faceCheck.letPass();
    of.faceCheck.finds = MATCH;
    expect(verdict(await of.phone.presentFace(visit.session, meta, jpegs))).toBe('challenge-expired');
  });
});
