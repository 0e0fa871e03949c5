import { equalBytes } from '@kaijo/iso7816';
import type { CardDirectory, CertificateReference, DirectoryAnswer } from '../directory/card-directory.ts';
import { directoryEntryFromJson } from '../directory/directory-entry-json.ts';
import { toBase64Url } from '../json/json-fields.ts';
import type { CertificateKind } from '../profile/oids.ts';
import { boundedFetch, type FetchLimits } from './bounded-fetch.ts';

export interface HttpDirectoryOptions extends Partial<FetchLimits> {
  /** Address of the directory, from the configuration, as `http://localhost:8701/directory`. */
  readonly url: string;
}

const TIMEOUT_MS = 3_000;
const BYTES_MAX = 16 * 1024;

/** The issuer's directory over HTTP. An answer about another card than the one asked for is no answer. */
export class HttpDirectory implements CardDirectory {
  readonly #url: URL;
  readonly #limits: FetchLimits;

  constructor({ url, ...limits }: HttpDirectoryOptions) {
    this.#url = new URL(url);
    this.#limits = { timeoutMs: TIMEOUT_MS, bytesMax: BYTES_MAX, ...limits };
  }

  async findByCertificate(
    kind: CertificateKind,
    certificate: CertificateReference,
  ): Promise<DirectoryAnswer> {
    const url = new URL(this.#url);
    url.searchParams.set('kind', kind);
    url.searchParams.set('issuerKeyId', toBase64Url(certificate.issuerKeyId));
    url.searchParams.set('serial', toBase64Url(certificate.serial));
    const answer = await boundedFetch(
      url,
      { method: 'GET', headers: { accept: 'application/json' } },
      this.#limits,
    );
    if (answer.kind === 'unreachable') return answer;
    // Only the directory's own word says that a card is not there; a proxy's 404 does not.
    const json = parseJson(answer.body);
    if (answer.status === 404 && isUnknownCard(json)) return { kind: 'unknown' };
    if (answer.status !== 200) return { kind: 'unreachable', why: `directory answered ${answer.status}` };

    const entry = directoryEntryFromJson(json);
    const found = entry?.[kind];
    const isAsked =
      found !== undefined &&
      equalBytes(found.serial, certificate.serial) &&
      equalBytes(found.issuerKeyId, certificate.issuerKeyId);
    if (entry === undefined || !isAsked)
      return { kind: 'unreachable', why: 'directory answered something else' };
    return { kind: 'found', entry };
  }
}

/** Body of the answer for a certificate that is on no card. */
export const UNKNOWN_CARD = { title: 'unknown card' } as const;

function isUnknownCard(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'title' in json && json.title === UNKNOWN_CARD.title;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
