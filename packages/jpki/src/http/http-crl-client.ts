import { toHex } from '@kaijo/iso7816';
import type { CertificateKind } from '../profile/oids.ts';
import type { CrlClient, RevocationAnswer } from '../revocation/clients.ts';
import { boundedFetch, type FetchLimits } from './bounded-fetch.ts';

export interface HttpCrlOptions extends Partial<FetchLimits> {
  /**
   * From the configuration: `{kind}` and `{keyId}` (hex) are replaced, as in
   * `http://localhost:8701/crl/{kind}/{keyId}`. Addresses in certificates are never asked.
   */
  readonly url: string;
  /** How long a list that was fetched is given out again; its own end is looked at by who reads it. */
  readonly keepMs?: number;
  readonly now: () => Date;
}

const TIMEOUT_MS = 5_000;
const BYTES_MAX = 32 * 1024 * 1024;
const KEEP_MS = 60_000;

/** Fetches revocation lists over HTTP GET and keeps each for a short time, since they are long and change slowly. */
export class HttpCrlClient implements CrlClient {
  readonly #url: string;
  readonly #keepMs: number;
  readonly #now: () => Date;
  readonly #limits: FetchLimits;
  readonly #kept = new Map<string, { readonly der: Uint8Array; readonly until: number }>();

  constructor({ url, keepMs, now, ...limits }: HttpCrlOptions) {
    this.#url = url;
    this.#keepMs = keepMs ?? KEEP_MS;
    this.#now = now;
    this.#limits = { timeoutMs: TIMEOUT_MS, bytesMax: BYTES_MAX, ...limits };
  }

  async fetchCrl(kind: CertificateKind, issuerKeyId: Uint8Array): Promise<RevocationAnswer> {
    const url = this.#url.replace('{kind}', kind).replace('{keyId}', toHex(issuerKeyId));
    const now = this.#now().getTime();
    const kept = this.#kept.get(url);
    if (kept !== undefined && now < kept.until) return { kind: 'answer', der: kept.der };

    const answer = await boundedFetch(new URL(url), { method: 'GET' }, this.#limits);
    if (answer.kind === 'unreachable') return answer;
    if (answer.status !== 200)
      return { kind: 'unreachable', why: `distribution point answered ${answer.status}` };
    this.#kept.set(url, { der: answer.body, until: now + this.#keepMs });
    return { kind: 'answer', der: answer.body };
  }
}
