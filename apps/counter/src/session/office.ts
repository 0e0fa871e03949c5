import {
  type Caller,
  type CallOutcome,
  call,
  createCounterClient,
  createSignInClient,
  type PasskeyAssertion,
  type PasskeyCeremony,
  type PasskeyRegistration,
  type Problem,
  type Route,
  STAFF_ROUTES,
  type StaffSession,
  signingFetch,
  toBase64Url,
} from '@kaijo/contract';
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { forgetSessionKey, keptSessionKey, newSessionKey, type SessionKey } from './session-key.ts';

/** What keeps staff from signing in, besides the service's own refusals. */
export type SignInTrouble =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'unreachable' }
  /** The passkey's dialog was closed, or there is none for this site. */
  | { readonly kind: 'no-passkey' };

export type SignedIn = { readonly kind: 'signed-in'; readonly session: StaffSession } | SignInTrouble;

/** The service as a member of staff talks to it: signing in, then every request signed by the browser's key. */
export class Office {
  readonly #baseUrl: string;
  #key: SessionKey | undefined;
  /** Told when the service does not know the session any more: it was idle for too long, or was ended elsewhere. */
  onEnded: () => void = () => {};
  #isChecking = false;
  /** Milliseconds by which the service's clock is ahead of this computer's. */
  #ahead = 0;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** The service's clock, which decides what is past; this computer's may be wrong. */
  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  get #open(): Caller {
    return { baseUrl: this.#baseUrl, fetch: (url, init) => fetch(url, init) };
  }

  get #signed(): Caller {
    const key = this.#key;
    if (key === undefined) return this.#open;
    const now = () => this.now().getTime();
    const signed = signingFetch((url, init) => fetch(url, init), { privateKey: key.privateKey, now });
    return {
      baseUrl: this.#baseUrl,
      fetch: async (url, init) => {
        const answer = await signed(url, init);
        if (answer.status === 401) void this.#checkSession();
        return answer;
      },
    };
  }

  /** A refusal may be of one act (a colleague's passkey): whether the session stands is asked for itself. */
  async #checkSession(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    const shown = await this.call(STAFF_ROUTES.showStaffSession);
    this.#isChecking = false;
    if (shown.kind === 'problem' && shown.problem.status === 401) this.onEnded();
  }

  get counter() {
    return createCounterClient(this.#signed);
  }

  call<R extends Route>(
    route: R,
    request: { readonly id?: string; readonly query?: Record<string, string>; readonly body?: unknown } = {},
  ): Promise<CallOutcome<R>> {
    return call(this.#signed, route, request);
  }

  /** After a reload: the session goes on when cookie and key are still there. */
  async resume(): Promise<StaffSession | undefined> {
    this.#key = await keptSessionKey();
    if (this.#key === undefined) return undefined;
    const status = await fetch(`${this.#baseUrl}/v1/status`).then(
      (answer) => answer.json(),
      () => undefined,
    );
    if (typeof status?.now === 'string') this.#setClock(status.now);
    const shown = await this.call(STAFF_ROUTES.showStaffSession);
    return shown.kind === 'ok' ? shown.body : undefined;
  }

  async signIn(): Promise<SignedIn> {
    const client = createSignInClient(this.#open);
    this.#key = await newSessionKey();
    const begun = await client.beginSignIn({ sessionKey: toBase64Url(this.#key.publicKey) });
    if (begun.kind !== 'ok') return begun;
    const response = await assertPasskey(begun.body.options);
    if (response === undefined) return { kind: 'no-passkey' };
    const done = await client.finishSignIn({ ceremony: begun.body.ceremony, response });
    if (done.kind !== 'ok') return done;
    this.#setClock(done.body.now);
    return { kind: 'signed-in', session: done.body };
  }

  /** With the one-time code; signing in comes after it. */
  async register(code: string): Promise<{ readonly kind: 'registered' } | SignInTrouble> {
    const client = createSignInClient(this.#open);
    const begun = await client.beginRegistration({ code });
    if (begun.kind !== 'ok') return begun;
    const response = await registerPasskey(begun.body.options);
    if (response === undefined) return { kind: 'no-passkey' };
    const done = await client.finishRegistration({ ceremony: begun.body.ceremony, response });
    return done.kind === 'ok' ? { kind: 'registered' } : done;
  }

  async signOut(): Promise<void> {
    await this.call(STAFF_ROUTES.signOut);
    await forgetSessionKey();
    this.#key = undefined;
  }

  #setClock(now: string): void {
    this.#ahead = new Date(now).getTime() - Date.now();
  }
}

/** `undefined`: the person did not answer, or has no passkey here. */
export async function assertPasskey(
  options: PasskeyCeremony['options'],
): Promise<PasskeyAssertion | undefined> {
  try {
    const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
    return (await startAuthentication({ optionsJSON })) as PasskeyAssertion;
  } catch {
    return undefined;
  }
}

async function registerPasskey(
  options: PasskeyCeremony['options'],
): Promise<PasskeyRegistration | undefined> {
  try {
    const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
    return (await startRegistration({ optionsJSON })) as PasskeyRegistration;
  } catch {
    return undefined;
  }
}
