import type { Fetch } from '@kaijo/contract';

/**
 * Where a fault strikes: before a message is sent, while the service is at it, or after it was answered and before
 * anybody hears the answer.
 */
export interface MessagePoint {
  readonly when: 'before' | 'during' | 'after';
  /** Counted from arming, the next message is 1. */
  readonly message: number;
  /** `during`: milliseconds after it was sent. What the service has done by then is chance. */
  readonly delay?: number;
}

/** What happens at the point; the client hears nothing but a broken connection. */
export type Strike = () => Promise<void>;

/** A message that reached the service, and its answer, whether or not the client has heard it. */
export interface Exchanged {
  readonly method: string;
  readonly path: string;
  readonly init: RequestInit;
  readonly status: number;
  readonly body: string;
}

/**
 * The network between a client and the service. Counts messages, cuts one of them where it is told to, and remembers
 * what the service has answered.
 */
export class Wire {
  readonly #fetch: Fetch;
  readonly #baseUrl: () => string;
  #armed: { readonly point: MessagePoint; readonly strike: Strike } | undefined;
  #sinceArmed = 0;
  readonly exchanged: Exchanged[] = [];

  /** `baseUrl`: where the service listens now; what a client was told before a restart is no longer true. */
  constructor(of: { readonly fetch: Fetch; readonly baseUrl: () => string }) {
    this.#fetch = of.fetch;
    this.#baseUrl = of.baseUrl;
  }

  /** Messages since it was armed, or since it was made. */
  get messages(): number {
    return this.#sinceArmed;
  }

  /** False once the fault has struck. */
  get armed(): boolean {
    return this.#armed !== undefined;
  }

  /** Strikes once, at `point`; `undefined` disarms. */
  arm(point: MessagePoint | undefined, strike: Strike = async () => {}): void {
    this.#armed = point && { point, strike };
    this.#sinceArmed = 0;
  }

  readonly fetch: Fetch = async (url, init) => {
    this.#sinceArmed++;
    if (this.#isDue('before')) await this.#cut();
    const path = new URL(url).pathname + new URL(url).search;
    const answer = this.#fetch(`${this.#baseUrl()}${path}`, init);
    if (this.#isDue('during')) {
      answer.catch(() => {}); // nobody hears it
      await new Promise((resolve) => setTimeout(resolve, this.#armed?.point.delay));
      await this.#cut();
    }
    const response = await answer;
    const body = await response.text();
    const { status, headers } = response;
    this.exchanged.push({ method: init.method ?? 'GET', path, init, status, body });
    if (this.#isDue('after')) await this.#cut();
    return new Response(body, { status, headers: Object.fromEntries(headers) });
  };

  /** The same request again, byte for byte, with the same Idempotency-Key. */
  async repeat({ path, init }: Exchanged): Promise<{ status: number; body: string; headers: Headers }> {
    const response = await this.#fetch(`${this.#baseUrl()}${path}`, init);
    return { status: response.status, body: await response.text(), headers: response.headers };
  }

  #isDue(when: MessagePoint['when']): boolean {
    return this.#armed?.point.when === when && this.#armed.point.message === this.#sinceArmed;
  }

  async #cut(): Promise<never> {
    const strike = this.#armed?.strike;
    this.#armed = undefined;
    await strike?.();
    throw new TypeError('the connection broke');
  }
}
