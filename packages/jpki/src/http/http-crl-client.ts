import { toHex } from '@kaijo/iso7816';
import type { CertificateKind } from '../profile/oids.ts';
import type { CrlAnswer, CrlClient } from '../revocation/clients.ts';
import { boundedFetch, type FetchLimits } from './bounded-fetch.ts';

export interface HttpCrlOptions extends Partial<FetchLimits> {
  /**
   * From the configuration: `{kind}` and `{keyId}` (hex) are replaced, as in
   * `http://localhost:8701/crl/{kind}/{keyId}`. Addresses in certificates are never asked.
   */
  readonly url: string;
  /** Of the delta lists, likewise; without it there are none. One that is not there is no failure. */
  readonly deltaUrl?: string;
  /** How long lists that were fetched are given out again without asking whether there are newer ones. */
  readonly keepMs?: number;
  /** How long who asks waits for lists that are on their way; `timeoutMs` is for these, who arrive all the same. */
  readonly waitMs?: number;
  readonly now: () => Date;
}

/** Two lists of a million entries take a line of 100 Mbit/s eight seconds. */
const TIMEOUT_MS = 60_000;
const WAIT_MS = 5_000;
/** A million entries are about 40 MB. */
const BYTES_MAX = 64 * 1024 * 1024;
const KEEP_MS = 60_000;

interface Kept {
  readonly der: Uint8Array;
  readonly etag: string | null;
}

/** What was last fetched of one authority's. */
interface KeptLists {
  readonly complete: Kept;
  readonly delta: Kept | undefined;
  readonly until: number;
}

type Fetched =
  | { readonly kind: 'kept'; readonly kept: Kept }
  | (CrlAnswer & { readonly kind: 'unreachable' });

/**
 * Fetches revocation lists over HTTP GET and keeps the last ones of each authority, since they are long and change slowly.
 * While there are no newer ones to be had the kept ones are given out: whether they are still current is for their own
 * ends to say, and for who reads them (RFC 5280, 5.1.2.5). Who asks while lists are on their way waits for those, a while.
 *
 * Both are asked for at once and replaced together: asked apart, a delta list would often start from a complete list that
 * is newer than the one that was kept.
 */
export class HttpCrlClient implements CrlClient {
  readonly #url: string;
  readonly #deltaUrl: string | undefined;
  readonly #keepMs: number;
  readonly #waitMs: number;
  readonly #now: () => Date;
  readonly #limits: FetchLimits;
  readonly #kept = new Map<string, KeptLists>();
  readonly #underWay = new Map<string, Promise<CrlAnswer>>();

  constructor({ url, deltaUrl, keepMs, waitMs, now, ...limits }: HttpCrlOptions) {
    this.#url = url;
    this.#deltaUrl = deltaUrl;
    this.#keepMs = keepMs ?? KEEP_MS;
    this.#waitMs = waitMs ?? WAIT_MS;
    this.#now = now;
    this.#limits = { timeoutMs: TIMEOUT_MS, bytesMax: BYTES_MAX, ...limits };
  }

  async fetchCrl(kind: CertificateKind, issuerKeyId: Uint8Array): Promise<CrlAnswer> {
    const authority = { kind, keyId: toHex(issuerKeyId) };
    const key = `${kind} ${authority.keyId}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#now().getTime() < kept.until) return answerOf(kept);
    const underWay =
      this.#underWay.get(key) ??
      this.#fetchBoth(key, authority, kept).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, underWay);
    return this.#waitFor(underWay, key);
  }

  /** Who has waited long enough gets what there is; so does who comes after, without a wait, until the lists are here. */
  async #waitFor(underWay: Promise<CrlAnswer>, key: string): Promise<CrlAnswer> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const waited = new Promise<'waited'>((resolve) => {
      timer = setTimeout(resolve, this.#waitMs, 'waited');
    });
    const first = await Promise.race([underWay, waited]);
    clearTimeout(timer);
    if (first !== 'waited') return first;
    const kept = this.#kept.get(key);
    if (kept === undefined) return { kind: 'unreachable', why: 'no answer in time' };
    this.#kept.set(key, { ...kept, until: this.#now().getTime() + this.#keepMs });
    return answerOf(kept);
  }

  async #fetchBoth(key: string, authority: Authority, kept: KeptLists | undefined): Promise<CrlAnswer> {
    const [delta, complete] = await Promise.all([
      this.#deltaUrl && this.#fetch(addressOf(this.#deltaUrl, authority), kept?.delta),
      this.#fetch(addressOf(this.#url, authority), kept?.complete),
    ]);
    if (complete.kind === 'unreachable') return complete;
    const lists = {
      complete: complete.kept,
      delta: delta && delta.kind === 'kept' ? delta.kept : undefined,
      until: this.#now().getTime() + this.#keepMs,
    };
    this.#kept.set(key, lists);
    return answerOf(lists);
  }

  /** The newer list, or the one that was there where none can be had. */
  async #fetch(url: URL, before: Kept | undefined): Promise<Fetched> {
    const headers = before?.etag ? { 'if-none-match': before.etag } : {};
    const answer = await boundedFetch(url, { method: 'GET', headers }, this.#limits);
    if (answer.kind === 'answer' && answer.status === 200)
      return { kind: 'kept', kept: { der: answer.body, etag: answer.etag } };
    if (before !== undefined) return { kind: 'kept', kept: before };
    if (answer.kind === 'unreachable') return answer;
    return { kind: 'unreachable', why: `distribution point answered ${answer.status}` };
  }
}

interface Authority {
  readonly kind: CertificateKind;
  readonly keyId: string;
}

function addressOf(url: string, { kind, keyId }: Authority): URL {
  return new URL(url.replace('{kind}', kind).replace('{keyId}', keyId));
}

function answerOf({ complete, delta }: KeptLists): CrlAnswer {
  return { kind: 'answer', der: complete.der, ...(delta && { delta: delta.der }) };
}
