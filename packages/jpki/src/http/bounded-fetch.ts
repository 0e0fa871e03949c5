import { type Dispatcher, request } from 'undici';

/** How long and how much a party that is asked may take. */
export interface FetchLimits {
  readonly timeoutMs: number;
  readonly bytesMax: number;
  /** Replaces undici's own, as for client certificates or a proxy. */
  readonly dispatcher?: Dispatcher;
}

export type BoundedAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly etag: string | null;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'unreachable'; readonly why: string };

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/**
 * Asks one configured address, without following a redirect elsewhere, and gives up after the time or the size that
 * is allowed. What went wrong comes back as a value. Nothing is unpacked: no encoding is asked for, and none is taken.
 */
export async function boundedFetch(
  url: URL,
  question: Question,
  { timeoutMs, bytesMax, dispatcher }: FetchLimits,
): Promise<BoundedAnswer> {
  const unreachable = (why: string) => ({ kind: 'unreachable', why: `${url.host}: ${why}` }) as const;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  try {
    const options = { ...question, signal: late.signal, ...(dispatcher && { dispatcher }) };
    const { statusCode, headers, body } = await request(url, options);
    const announced = Number(headers['content-length'] ?? 0);
    const isEncoded = headers['content-encoding'] !== undefined;
    const isTooLong = announced > bytesMax;
    if (isEncoded || isTooLong) await body.dump({ limit: 0, signal: late.signal });
    if (isEncoded) return unreachable('sent an encoding that was not asked for');
    const bytes = isTooLong ? undefined : await readBody(body, { announced, bytesMax });
    if (bytes === undefined) return unreachable(`sent more than ${bytesMax} bytes`);
    const { etag } = headers;
    return {
      kind: 'answer',
      status: statusCode,
      etag: typeof etag === 'string' ? etag : null,
      body: bytes,
    };
  } catch (error) {
    return unreachable(late.signal.aborted ? 'no answer in time' : reasonOf(error));
  } finally {
    clearTimeout(timer);
  }
}

const FIRST_BYTES = 64 * 1024;

/**
 * The body, `undefined` as soon as it is longer than allowed. Lists are long: where the length is announced they are
 * read to their place and not put together from pieces.
 */
async function readBody(
  chunks: AsyncIterable<Uint8Array>,
  { announced, bytesMax }: { readonly announced: number; readonly bytesMax: number },
): Promise<Uint8Array | undefined> {
  let body = new Uint8Array(announced || FIRST_BYTES);
  let length = 0;
  // Leaving the loop early ends the connection.
  for await (const chunk of chunks) {
    const longer = length + chunk.length;
    if (longer > bytesMax) return undefined;
    if (longer > body.length) body = grown(body, Math.max(longer, 2 * body.length));
    body.set(chunk, length);
    length = longer;
  }
  return length === body.length ? body : body.slice(0, length);
}

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(length);
  longer.set(bytes);
  return longer;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  return 'code' in error ? String(error.code) : error.message;
}
