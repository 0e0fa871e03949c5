import { request as httpRequest } from 'node:http';
import { problemTypeOf } from '@kaijo/contract';
import { createLog } from '@kaijo/service';
import { expect } from 'vitest';
import { type Installation, install, type Machine } from '../../api/support/installation.ts';
import { type Colleague, employ } from '../../api/support/staff-browser.ts';
import { granted, KioskVisit, PhoneVisit, reserve } from '../../api/support/steps.ts';
import { type ListenerName, type Operation, operationsOf } from './open-api.ts';
import type { FuzzedRequest, Sender } from './requests.ts';
import type { Known } from './schema-arbitrary.ts';

/** Bodies beyond this are refused before they have come. */
const BODY_LIMIT = 128 * 1024;
/** Against a request that hangs, not one that is slow. */
const HANGS_AFTER_MS = 60_000;

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A service with somebody of each kind who may call it, and what is known of it. */
export class FuzzTarget {
  readonly operations: readonly Operation[];
  readonly known: Known;
  readonly ids: readonly string[];
  /** Lines of the log that tell of a bug. */
  readonly faults: string[];
  readonly #of: Installation;
  readonly #kiosk: Machine;
  readonly #tokens: readonly string[];
  readonly #staff: Colleague[];
  #hired = 0;

  private constructor(parts: {
    of: Installation;
    kiosk: Machine;
    tokens: readonly string[];
    staff: Colleague[];
    operations: readonly Operation[];
    known: Known;
    ids: readonly string[];
    faults: string[];
  }) {
    this.#of = parts.of;
    this.#kiosk = parts.kiosk;
    this.#tokens = parts.tokens;
    this.#staff = parts.staff;
    this.operations = parts.operations;
    this.known = parts.known;
    this.ids = parts.ids;
    this.faults = parts.faults;
  }

  static async start(): Promise<FuzzTarget> {
    const faults: string[] = [];
    const log = createLog('error', { write: (line) => void faults.push(line) });
    const of = await install({}, log);
    const kiosk = await of.machine();
    const hanako = await of.card('hanako', { locked: 'auth' });
    const made = await reserve(of, hanako, 'auth');
    const phones = await Promise.all([PhoneVisit.begin(of, 'sign'), PhoneVisit.begin(of, 'auth')]);
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const proof = hanako.phoneProof({ nonce: new Uint8Array(32), targetPin: 'sign' });
    const responses = (await visit.authoriseRequest(hanako)).responses;
    const { terms } = granted(await of.phone.showStatus());
    return new FuzzTarget({
      of,
      kiosk,
      tokens: [made.token, ...phones.map(({ session }) => session.token)],
      staff: [await employ(of, 'fuzz-0', 'operator'), await employ(of, 'fuzz-1', 'clerk')],
      operations: await documented(of, kiosk),
      known: {
        authCertificate: [hanako.authCertificate],
        credential: [proof.credential, hanako.credential('auth')] as never,
        cardFace: [hanako.cardFace],
        signature: [proof.signature],
        responses: [responses as string[]],
        targetPin: ['sign', 'auth'],
        pin: ['sign', 'auth', 'support'],
        consent: [{ terms: terms.version }],
        kioskTime: [of.clock.now().toISOString()],
      },
      ids: [visit.session, ...phones.map(({ session }) => session.session), made.reservation.id],
      faults,
    });
  }

  /** The service's own fault, a broken answer, or none at all: fails. */
  async expectHandled(request: FuzzedRequest): Promise<void> {
    const answer = await this.#send(request);
    if (answer === undefined) return;
    const { status, contentType, body } = answer;
    const { operation, sender } = request;
    if (status === 401 && operation.security === 'staff' && sender === 'right') await this.#hire();
    if (status < 400) {
      expect(
        operation.statuses,
        `${operation.method} ${operation.path} is not documented to answer`,
      ).toContain(status);
      return;
    }
    expect(contentType, body).toMatch(/^application\/problem\+json/);
    expect(body).not.toMatch(/node_modules|\bat .+:\d+:\d+|\bselect\b.+\bfrom\b/i);
    const type = problemTypeOf(JSON.parse(body));
    expect(type, body).toBeDefined();
    expect(type, body).not.toBe('service-fault');
    expect(status).toBeLessThan(504);
    expect(this.faults).toEqual([]);
  }

  /** It still serves, and its objects have not been poisoned. */
  async expectAlive(): Promise<void> {
    expect(granted(await this.#of.phone.showStatus()).terms.version).toBeTruthy();
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  }

  close(): Promise<void> {
    return this.#of.close();
  }

  /** Fuzzing signs people out and suspends them. */
  async #hire(): Promise<void> {
    const role = this.#hired++ % 2 === 0 ? 'operator' : 'clerk';
    this.#staff[this.#hired % 2 === 0 ? 1 : 0] = await employ(this.#of, `fuzz-again-${this.#hired}`, role);
  }

  async #send({ operation, sender, target, headers, body }: FuzzedRequest): Promise<Answer | undefined> {
    const { listener, method } = operation;
    const all = new Headers();
    for (const [name, value] of [...this.#credentials(operation, sender), ...headers])
      all.append(name, value);
    const size = typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0);
    if (listener === 'operator')
      return overSocket(this.#of.folder.operatorSocket, { method, path: target, headers: all, body });
    const init = {
      method,
      headers: Object.fromEntries(all),
      signal: AbortSignal.timeout(HANGS_AFTER_MS),
      ...(body !== undefined && { body: body as string }),
    };
    try {
      const response = await this.#fetchOf(operation, sender)(`${this.#url(listener)}${target}`, init);
      const contentType = response.headers.get('content-type') ?? '';
      return { status: response.status, contentType, body: await response.text() };
    } catch (error) {
      // The refusal may come, and the connection end, while the rest is still being sent.
      if (size > BODY_LIMIT) return undefined;
      throw error;
    }
  }

  #url(listener: ListenerName): string {
    return listener === 'kiosk' ? this.#of.kioskUrl : this.#of.publicUrl;
  }

  #fetchOf({ listener, security }: Operation, sender: Sender): typeof fetch {
    if (listener === 'kiosk') return this.#kiosk.fetch as typeof fetch;
    const [operator, clerk] = this.#staff;
    const colleague = sender === 'another' ? clerk : operator;
    if (security !== 'staff' || sender === 'nobody' || colleague === undefined) return fetch;
    return (async (url: string, init: RequestInit) => {
      // What is no text cannot be signed by the browser: it goes without.
      if (init.body !== undefined && typeof init.body !== 'string') return fetch(url, init);
      return colleague.browser.signed.fetch(url, init as never);
    }) as typeof fetch;
  }

  #credentials({ security }: Operation, sender: Sender): readonly (readonly [string, string])[] {
    if (security !== 'bearer' || sender === 'nobody') return [];
    if (sender === 'broken') return [['authorization', 'Bearer \u00e9\u00e9']];
    const token = this.#tokens[sender === 'right' ? 0 : 1] ?? '';
    return [['authorization', `Bearer ${token}`]];
  }
}

async function documented(of: Installation, kiosk: Machine): Promise<readonly Operation[]> {
  const socket = { method: 'GET', path: '/openapi.json', headers: new Headers(), body: undefined };
  const [open, machines, operator] = await Promise.all([
    fetch(`${of.publicUrl}/openapi.json`).then((answer) => answer.json()),
    kiosk.fetch(`${of.kioskUrl}/openapi.json`, {}).then((answer) => answer.json()),
    overSocket(of.folder.operatorSocket, socket).then(({ body }) => JSON.parse(body)),
  ]);
  return [
    ...operationsOf('public', open),
    ...operationsOf('kiosk', machines),
    ...operationsOf('operator', operator),
  ];
}

function overSocket(
  socketPath: string,
  message: {
    readonly method: string;
    readonly path: string;
    readonly headers: Headers;
    readonly body: string | Uint8Array | undefined;
  },
): Promise<Answer> {
  const { method, path, headers, body } = message;
  const options = { socketPath, method, path, headers: Object.fromEntries(headers), timeout: HANGS_AFTER_MS };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          body: Buffer.concat(parts).toString(),
        }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error('hangs')));
    sent.on('error', reject);
    sent.end(body);
  });
}
