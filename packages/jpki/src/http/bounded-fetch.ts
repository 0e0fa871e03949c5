/** How long and how much a party that is asked may take. */
export interface FetchLimits {
  readonly timeoutMs: number;
  readonly bytesMax: number;
  /** Replaces the platform's `fetch`, as for client certificates. */
  readonly fetch?: typeof globalThis.fetch;
}

export type BoundedAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly etag: string | null;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'unreachable'; readonly why: string };

/**
 * Asks one configured address, without following a redirect elsewhere, and gives up after the time or the size that
 * is allowed. What went wrong comes back as a value.
 */
export async function boundedFetch(
  url: URL,
  init: Pick<RequestInit, 'method' | 'headers' | 'body'>,
  limits: FetchLimits,
): Promise<BoundedAnswer> {
  const fetch = limits.fetch ?? globalThis.fetch;
  // A timer of its own: a fetch that is aborted while its body comes in may stay pending for ever (nodejs/node#56917).
  const late = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const gaveUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late.abort();
      reject(new DOMException('no answer in time', 'TimeoutError'));
    }, limits.timeoutMs);
  });
  const ask = async () => {
    const response = await fetch(url, { ...init, redirect: 'error', signal: late.signal });
    return { response, body: await readBody(response, limits.bytesMax) };
  };
  try {
    const { response, body } = await Promise.race([ask(), gaveUp]);
    if (body === undefined)
      return { kind: 'unreachable', why: `${url.host} sent more than ${limits.bytesMax} bytes` };
    return { kind: 'answer', status: response.status, etag: response.headers.get('etag'), body };
  } catch (error) {
    return { kind: 'unreachable', why: `${url.host}: ${reasonOf(error)}` };
  } finally {
    clearTimeout(timer);
  }
}

const FIRST_BYTES = 64 * 1024;

/**
 * The body, `undefined` as soon as it is longer than allowed. Lists are long: where the length is announced they are
 * read to their place and not put together from pieces.
 */
async function readBody(response: Response, bytesMax: number): Promise<Uint8Array | undefined> {
  if (response.body === null) return new Uint8Array();
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > bytesMax) {
    await response.body.cancel();
    return undefined;
  }
  let body = new Uint8Array(announced || FIRST_BYTES);
  let length = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of response.body) {
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
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}
