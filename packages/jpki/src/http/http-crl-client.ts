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
  /** How long a list that was fetched is given out again without asking whether there is a newer one. */
  readonly keepMs?: number;
  readonly now: () => Date;
}

const TIMEOUT_MS = 5_000;
/** A million entries are about 40 MB. */
const BYTES_MAX = 64 * 1024 * 1024;
const KEEP_MS = 60_000;

interface Kept {
  readonly der: Uint8Array;
  readonly etag: string | null;
  until: number;
}

/**
 * Fetches revocation lists over HTTP GET and keeps the last one of each authority, since they are long and change slowly.
 * While there is no newer one to be had the kept one is given out: whether it is still current is for its own end to say,
 * and for who reads it (RFC 5280, 5.1.2.5). Who asks while a list is on its way waits for that one.
 */
export class HttpCrlClient implements CrlClient {
  readonly #url: string;
  readonly #keepMs: number;
  readonly #now: () => Date;
  readonly #limits: FetchLimits;
  readonly #kept = new Map<string, Kept>();
  readonly #underWay = new Map<string, Promise<RevocationAnswer>>();

  constructor({ url, keepMs, now, ...limits }: HttpCrlOptions) {
    this.#url = url;
    this.#keepMs = keepMs ?? KEEP_MS;
    this.#now = now;
    this.#limits = { timeoutMs: TIMEOUT_MS, bytesMax: BYTES_MAX, ...limits };
  }

  async fetchCrl(kind: CertificateKind, issuerKeyId: Uint8Array): Promise<RevocationAnswer> {
    const url = this.#url.replace('{kind}', kind).replace('{keyId}', toHex(issuerKeyId));
    const kept = this.#kept.get(url);
    if (kept !== undefined && this.#now().getTime() < kept.until) return { kind: 'answer', der: kept.der };
    const underWay =
      this.#underWay.get(url) ?? this.#fetch(url, kept).finally(() => this.#underWay.delete(url));
    this.#underWay.set(url, underWay);
    return underWay;
  }

  async #fetch(url: string, kept: Kept | undefined): Promise<RevocationAnswer> {
    const headers = kept?.etag ? { 'if-none-match': kept.etag } : {};
    const answer = await boundedFetch(new URL(url), { method: 'GET', headers }, this.#limits);
    const until = this.#now().getTime() + this.#keepMs;
    if (answer.kind === 'answer' && answer.status === 200) {
      this.#kept.set(url, { der: answer.body, etag: answer.etag, until });
      return { kind: 'answer', der: answer.body };
    }
    if (kept !== undefined) {
      kept.until = until;
      return { kind: 'answer', der: kept.der };
    }
    if (answer.kind === 'unreachable') return answer;
    return { kind: 'unreachable', why: `distribution point answered ${answer.status}` };
  }
}
