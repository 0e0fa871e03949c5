import { OFFICE_ROUTES, OPERATOR_ROUTES, type Route, STAFF_ROUTES, type StaffRole } from '@kaijo/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, install, NOON } from './support/installation.ts';
import { Passkey } from './support/passkey.ts';
import { employ, ok, registerWith, StaffBrowser, told } from './support/staff-browser.ts';

let of: Installation;
let nobody = 0;
beforeAll(async () => {
  of = await install();
});
afterAll(() => of?.close());
beforeEach(() => of.clock.set(NOON));

const number = (kind: string): string => `${kind}-${++nobody}`;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const audit = async (kind: string) =>
  (await of.db.selectFrom('audit_entry').select(['kind', 'subjects']).where('kind', '=', kind).execute()).map(
    ({ subjects }) => JSON.parse(subjects) as Record<string, string>,
  );
const show = (browser: StaffBrowser) => browser.call(STAFF_ROUTES.showStaffSession);
const invite = (who: string, role: 'clerk' | 'operator' | 'auditor') =>
  of.operator.call(OPERATOR_ROUTES.issueStaffInvite, { body: { number: who, role, staff: 'test' } });

describe('R35: staff sign in with a passkey', () => {
  it('the first operator comes by a code from the command line, invites a clerk, and both are in the audit log', async () => {
    const first = await employ(of, number('operator'), 'operator');
    expect(ok(await show(first.browser))).toMatchObject({ number: first.number, role: 'operator' });
    const clerk = number('clerk');
    const { code } = ok(
      await first.browser.call(STAFF_ROUTES.inviteStaff, { body: { number: clerk, role: 'clerk' } }),
    );
    const browser = new StaffBrowser(of);
    ok(await browser.signInWith(await registerWith(of, browser, code)));
    expect(ok(await show(browser))).toMatchObject({ number: clerk, role: 'clerk' });
    expect(await audit('staff.invited')).toContainEqual({ staff: first.number, member: clerk });
    expect((await audit('staff.signed-in')).at(-1)).toMatchObject({ staff: clerk });
    const { members } = ok(await first.browser.call(STAFF_ROUTES.listStaff));
    expect(members.find((member) => member.number === clerk)).toMatchObject({ state: 'active' });
  });

  it('a code works once, for a day, and only the newest one', async () => {
    const who = number('clerk');
    const { code: older } = await invite(who, 'clerk');
    const { code } = await invite(who, 'clerk');
    const browser = new StaffBrowser(of);
    expect(told(await browser.signIn.beginRegistration({ code: older }))).toBe('not-authorised');
    of.clock.advance(24 * HOUR);
    expect(told(await browser.signIn.beginRegistration({ code }))).toBe('not-authorised');
    of.clock.advance(-1);
    await registerWith(of, browser, code);
    expect(told(await browser.signIn.beginRegistration({ code }))).toBe('not-authorised');
  });

  it('two browsers that were given one code: the second one’s passkey is refused', async () => {
    const { code } = await invite(number('clerk'), 'clerk');
    const [one, two] = [new StaffBrowser(of), new StaffBrowser(of)];
    const first = ok(await one.signIn.beginRegistration({ code }));
    const second = ok(await two.signIn.beginRegistration({ code }));
    const answer = (begun: typeof first) => ({
      ceremony: begun.ceremony,
      response: new Passkey(of.publicUrl).register(begun.options),
    });
    expect(told(await one.signIn.finishRegistration(answer(first)))).toBe('201');
    expect(told(await two.signIn.finishRegistration(answer(second)))).toBe('not-authorised');
  });

  it('nobody comes in without a passkey, with one that nobody registered, or with an answer to another question', async () => {
    const { passkey } = await employ(of, number('clerk'), 'clerk');
    const browser = new StaffBrowser(of);
    expect(told(await show(browser))).toBe('not-authorised');
    expect(told(await browser.signInWith(new Passkey(of.publicUrl)))).toBe('not-authorised');
    const one = await browser.beginSignIn();
    const other = await browser.beginSignIn();
    const crossed = { ceremony: one.ceremony, response: passkey.assert(other.options) };
    expect(told(await browser.signIn.finishSignIn(crossed))).toBe('not-authorised');
    for (const wrong of [{ verified: false }, { origin: 'https://kaijo.example.com' }, { counter: 0 }]) {
      const { ceremony, options } = await browser.beginSignIn();
      const response = passkey.assert(options, wrong);
      expect(told(await browser.signIn.finishSignIn({ ceremony, response })), JSON.stringify(wrong)).toBe(
        'not-authorised',
      );
    }
    expect(told(await show(browser))).toBe('not-authorised');
  });

  it('a passkey’s answer is good once, and for five minutes', async () => {
    const { passkey } = await employ(of, number('clerk'), 'clerk');
    const browser = new StaffBrowser(of);
    const { ceremony, options } = await browser.beginSignIn();
    const response = passkey.assert(options);
    ok(await browser.signIn.finishSignIn({ ceremony, response }));
    expect(told(await browser.signIn.finishSignIn({ ceremony, response }))).toBe('not-authorised');
    const late = await browser.beginSignIn();
    of.clock.advance(5 * MINUTE);
    const answer = { ceremony: late.ceremony, response: passkey.assert(late.options) };
    expect(told(await browser.signIn.finishSignIn(answer))).toBe('not-authorised');
  });

  it('a lost passkey is revoked with its sessions when a colleague renews it, and the new one works', async () => {
    const operator = await employ(of, number('operator'), 'operator');
    const clerk = await employ(of, number('clerk'), 'clerk');
    const { members } = ok(await operator.browser.call(STAFF_ROUTES.listStaff));
    const id = members.find((member) => member.number === clerk.number)?.id ?? '';
    const { code } = ok(await operator.browser.call(STAFF_ROUTES.renewPasskey, { id }));
    expect(told(await show(clerk.browser))).toBe('not-authorised');
    expect(told(await clerk.browser.signInWith(clerk.passkey))).toBe('not-authorised');
    ok(await clerk.browser.signInWith(await registerWith(of, clerk.browser, code)));
    expect(ok(await show(clerk.browser)).number).toBe(clerk.number);
  });

  it('who is suspended is out at once', async () => {
    const operator = await employ(of, number('operator'), 'operator');
    const clerk = await employ(of, number('clerk'), 'clerk');
    const { members } = ok(await operator.browser.call(STAFF_ROUTES.listStaff));
    const id = (who: string) => members.find((member) => member.number === who)?.id ?? '';
    expect(told(await operator.browser.call(STAFF_ROUTES.suspendStaff, { id: id(operator.number) }))).toBe(
      'not-permitted same-person',
    );
    ok(await operator.browser.call(STAFF_ROUTES.suspendStaff, { id: id(clerk.number) }));
    expect(told(await show(clerk.browser))).toBe('not-authorised');
    expect(told(await clerk.browser.signInWith(clerk.passkey))).toBe('not-authorised');
  });
});

describe('R35: sessions end', () => {
  it('after a quarter of an hour without a request, to the millisecond', async () => {
    const { browser } = await employ(of, number('clerk'), 'clerk');
    of.clock.advance(15 * MINUTE - 1);
    expect(told(await show(browser))).toBe('200');
    of.clock.advance(15 * MINUTE);
    expect(told(await show(browser))).toBe('not-authorised');
  });

  it('after ten hours, however busy they are', async () => {
    const { browser } = await employ(of, number('clerk'), 'clerk');
    for (let minutes = 10; minutes < 600; minutes += 10) {
      of.clock.advance(10 * MINUTE);
      expect(told(await show(browser)), `${minutes} minutes`).toBe('200');
    }
    of.clock.advance(10 * MINUTE);
    expect(told(await show(browser))).toBe('not-authorised');
  });

  it('when they are signed out', async () => {
    const { browser } = await employ(of, number('clerk'), 'clerk');
    const { cookie } = browser;
    ok(await browser.call(STAFF_ROUTES.signOut));
    browser.cookie = cookie;
    expect(told(await show(browser))).toBe('not-authorised');
  });
});

describe('R35: a session belongs to the browser that signed in', () => {
  it('its cookie is for this host, this site, TLS, and no script', async () => {
    const { passkey } = await employ(of, number('clerk'), 'clerk');
    const browser = new StaffBrowser(of);
    const { ceremony, options } = await browser.beginSignIn();
    const { url, init } = { url: `${of.publicUrl}/v1/staff/sign-in`, init: { method: 'POST' } };
    const response = await fetch(url, {
      ...init,
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ ceremony, response: passkey.assert(options) }),
    });
    expect(response.status).toBe(201);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-kaijo-staff=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    expect(await response.text()).not.toContain(cookie.split(/[=;]/)[1]);
  });

  it('a stolen cookie is refused in another browser, with another key and without one, and is in the audit log', async () => {
    const clerk = await employ(of, number('clerk'), 'clerk');
    const thief = new StaffBrowser(of);
    thief.cookie = clerk.browser.cookie;
    expect(told(await show(thief))).toBe('not-authorised');
    await thief.newKey();
    expect(told(await show(thief))).toBe('not-authorised');
    const misuse = (await audit('staff.session-misused')).filter(({ staff }) => staff === clerk.number);
    expect(misuse).toHaveLength(2);
    expect(told(await show(clerk.browser))).toBe('200');
  });

  it('a request that was heard on the way is good for nothing else: not another path, body, key or time', async () => {
    const operator = await employ(of, number('operator'), 'operator');
    const guest = number('clerk');
    ok(await operator.browser.call(STAFF_ROUTES.inviteStaff, { body: { number: guest, role: 'clerk' } }));
    const { url, init } = operator.browser.last ?? { url: '', init: {} };
    const replay = async (change: { url?: string; body?: string; headers?: Record<string, string> }) => {
      const headers = { ...(init.headers as Record<string, string>), ...change.headers };
      const response = await fetch(change.url ?? url, {
        ...init,
        headers,
        body: change.body ?? init.body ?? null,
      });
      return response.status;
    };
    const other = JSON.stringify({ number: number('operator'), role: 'operator' });
    expect(await replay({ body: other })).toBe(401);
    expect(await replay({ headers: { 'idempotency-key': crypto.randomUUID() } })).toBe(401);
    expect(await replay({ url: `${of.publicUrl}/v1/staff/sign-out` })).toBe(401);
    expect(await replay({ url: `${url}?x=1` })).toBe(401);
    // The very same request gets its first answer again and does nothing twice.
    expect(await replay({})).toBe(201);
    const invited = (await audit('staff.invited')).filter(({ member }) => member === guest);
    expect(invited).toHaveLength(1);
    of.clock.advance(121_000);
    expect(await replay({})).toBe(401);
  });

  it('CSRF: a write from another page is refused, whatever it carries', async () => {
    const { browser } = await employ(of, number('operator'), 'operator');
    const send = browser.send;
    const from =
      (origin: string | undefined): StaffBrowser['send'] =>
      async (url, init) => {
        const { origin: _, ...headers } = init.headers as Record<string, string>;
        return fetch(url, {
          ...init,
          headers: { ...headers, cookie: browser.cookie, ...(origin !== undefined && { origin }) },
        });
      };
    for (const origin of ['https://evil.example', 'null', `${of.publicUrl}.evil.example`, undefined]) {
      browser.send = from(origin);
      expect(told(await browser.call(STAFF_ROUTES.signOut)), String(origin)).toBe('not-authorised');
    }
    browser.send = send;
    expect(told(await show(browser))).toBe('200');
    // What a form of another site could send: the cookie, and no signature.
    const form = await fetch(`${of.publicUrl}/v1/staff/sign-out`, {
      method: 'POST',
      headers: { cookie: browser.cookie, 'idempotency-key': crypto.randomUUID(), origin: of.publicUrl },
    });
    expect(form.status).toBe(401);
    expect(told(await show(browser))).toBe('200');
  });
});

describe('R35: each role may do its own and nothing else', () => {
  it('every route of the office and the counter, asked by every role', async () => {
    const people = {
      clerk: await employ(of, number('clerk'), 'clerk'),
      operator: await employ(of, number('operator'), 'operator'),
      auditor: await employ(of, number('auditor'), 'auditor'),
    };
    const all: readonly Route[] = Object.values({ ...OFFICE_ROUTES, ...STAFF_ROUTES });
    const routes = all.filter((route) => route.caller === 'staff' && route !== STAFF_ROUTES.signOut);
    expect(routes.length).toBeGreaterThan(15);
    const id = crypto.randomUUID();
    for (const route of routes) {
      for (const [role, { browser }] of Object.entries(people)) {
        const may = route.roles?.includes(role as StaffRole);
        const answer = told(await browser.call(route, { id, ...(route.method === 'POST' && { body: {} }) }));
        if (may) expect(answer, `${role} at ${route.path}`).not.toMatch(/not-permitted role|not-authorised/);
        else expect(answer, `${role} at ${route.path}`).toBe('not-permitted role');
      }
    }
  });

  it('who acts is who is signed in: a body cannot name another one', async () => {
    const operator = await employ(of, number('operator'), 'operator');
    const window = {
      startsAt: '2026-03-12T01:00:00+09:00',
      endsAt: '2026-03-12T02:00:00+09:00',
      scope: 'all',
      sentence: { ja: '点検のため停止します。' },
    };
    const forged = await operator.browser.call(OFFICE_ROUTES.announceMaintenance, {
      body: { ...window, staff: 'somebody-else' },
    });
    expect(told(forged)).toBe('invalid-request');
    ok(await operator.browser.call(OFFICE_ROUTES.announceMaintenance, { body: window }));
    expect(await audit('maintenance.announced')).toMatchObject([{ staff: operator.number }]);
    const { maintenance } = ok(await operator.browser.call(OFFICE_ROUTES.listMaintenance));
    const [announced] = maintenance as readonly { id: string }[];
    ok(await operator.browser.call(OFFICE_ROUTES.withdrawMaintenance, { id: announced?.id ?? '' }));
    expect(await audit('maintenance.withdrawn')).toMatchObject([{ staff: operator.number }]);
  });
});
