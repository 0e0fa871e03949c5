import {
  type Caller,
  type CallOutcome,
  call,
  createCounterClient,
  createSignInClient,
  type Fetch,
  OPERATOR_ROUTES,
  type PasskeyCeremony,
  type Route,
  type StaffRole,
  signingFetch,
  toBase64Url,
} from '@kaijo/contract';
import type { Installation } from './installation.ts';
import { Passkey } from './passkey.ts';

/** One browser at a staff member's desk: its cookies, its key, and what it last sent. */
export class StaffBrowser {
  readonly #of: Installation;
  #cookie = '';
  #signing: Fetch | undefined;
  /** The last request as it went out: what somebody on the way could take. */
  last: { readonly url: string; readonly init: RequestInit } | undefined;

  constructor(of: Installation) {
    this.#of = of;
  }

  get cookie(): string {
    return this.#cookie;
  }

  /** Somebody has put another browser's cookie into this one. */
  set cookie(cookie: string) {
    this.#cookie = cookie;
  }

  /** As a browser sends: with its cookie, and with the page's origin where it writes. */
  send: Fetch = async (url, init) => {
    const write = init.method !== 'GET' && init.method !== undefined;
    const headers = {
      ...(write && { origin: this.#of.publicUrl }),
      ...(this.#cookie && { cookie: this.#cookie }),
      ...(init.headers as Record<string, string>),
    };
    this.last = { url, init: { ...init, headers } };
    const response = await fetch(url, { ...init, headers });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.#cookie = set.split(';', 1)[0] as string;
    return response;
  };

  get signIn() {
    return createSignInClient({ baseUrl: this.baseUrl(), fetch: (url, init) => this.send(url, init) });
  }

  get signed(): Caller {
    return {
      baseUrl: this.baseUrl(),
      language: 'en',
      fetch: (url, init) => (this.#signing ?? this.send)(url, init),
    };
  }

  get counter() {
    return createCounterClient(this.signed);
  }

  baseUrl(): string {
    return this.#of.publicUrl;
  }

  call<R extends Route>(
    route: R,
    request: { id?: string; body?: unknown; query?: Record<string, string> } = {},
  ) {
    return call(this.signed, route, request);
  }

  /** The browser's own key, new; requests are signed with it from now on. */
  async newKey(): Promise<string> {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    const now = () => this.#of.clock.now().getTime();
    this.#signing = signingFetch((url, init) => this.send(url, init), { privateKey: keys.privateKey, now });
    return toBase64Url(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)));
  }

  async beginSignIn(): Promise<PasskeyCeremony> {
    return ok(await this.signIn.beginSignIn({ sessionKey: await this.newKey() }));
  }

  async signInWith(passkey: Passkey) {
    const { ceremony, options } = await this.beginSignIn();
    return this.signIn.finishSignIn({ ceremony, response: passkey.assert(options) });
  }
}

/** A staff member with a passkey, signed in at a browser. */
export interface Colleague {
  readonly number: string;
  readonly passkey: Passkey;
  readonly browser: StaffBrowser;
}

export async function employ(of: Installation, number: string, role: StaffRole): Promise<Colleague> {
  const { code } = await of.operator.call(OPERATOR_ROUTES.issueStaffInvite, {
    body: { number, role, staff: 'test' },
  });
  const browser = new StaffBrowser(of);
  const passkey = await registerWith(of, browser, code);
  ok(await browser.signInWith(passkey));
  return { number, passkey, browser };
}

export async function registerWith(of: Installation, browser: StaffBrowser, code: string): Promise<Passkey> {
  const { ceremony, options } = ok(await browser.signIn.beginRegistration({ code }));
  const passkey = new Passkey(of.publicUrl);
  ok(await browser.signIn.finishRegistration({ ceremony, response: passkey.register(options) }));
  return passkey;
}

export function ok<R extends Route>(
  outcome: CallOutcome<R>,
): Extract<CallOutcome<R>, { kind: 'ok' }>['body'] {
  if (outcome.kind === 'ok') return outcome.body;
  throw new Error(JSON.stringify(outcome));
}

/** `type reason`, or the status of a success. */
export function told(outcome: CallOutcome<Route>): string {
  if (outcome.kind === 'ok') return String(outcome.status);
  if (outcome.kind === 'unreachable') return outcome.kind;
  const { type, reason } = outcome.problem;
  return [type.replace('/problems/', ''), reason].filter(Boolean).join(' ');
}
