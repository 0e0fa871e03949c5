import type { CertificateKind } from '../profile/oids.ts';
import type { OcspClient, RevocationAnswer } from '../revocation/clients.ts';
import { boundedFetch, type FetchLimits } from './bounded-fetch.ts';

export interface HttpOcspOptions extends Partial<FetchLimits> {
  /** From the configuration. The address that a certificate names is never asked: whoever forges one could choose it. */
  readonly urls: Readonly<Record<CertificateKind, string>>;
}

const TIMEOUT_MS = 3_000;
const BYTES_MAX = 16 * 1024;

/** OCSP over HTTP POST (RFC 6960, appendix A.1). */
export class HttpOcspClient implements OcspClient {
  readonly #urls: Readonly<Record<CertificateKind, URL>>;
  readonly #limits: FetchLimits;

  constructor({ urls, ...limits }: HttpOcspOptions) {
    this.#urls = { sign: new URL(urls.sign), auth: new URL(urls.auth) };
    this.#limits = { timeoutMs: TIMEOUT_MS, bytesMax: BYTES_MAX, ...limits };
  }

  async requestStatus(kind: CertificateKind, request: Uint8Array): Promise<RevocationAnswer> {
    const question = {
      method: 'POST' as const,
      headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
      body: request,
    };
    const answer = await boundedFetch(this.#urls[kind], question, this.#limits);
    if (answer.kind === 'unreachable') return answer;
    if (answer.status !== 200) return { kind: 'unreachable', why: `responder answered ${answer.status}` };
    return { kind: 'answer', der: answer.body };
  }
}
