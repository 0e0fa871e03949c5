import { contentDigest, signatureBase, signatureHeader, signatureInput } from '../request-signature.ts';
import type { Fetch } from './call.ts';

/** What signs: a key of this browser that cannot be taken out of it, and the service's time. */
export interface RequestSigner {
  /** ECDSA on P-256, not extractable. */
  readonly privateKey: CryptoKey;
  /** The service's time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** A `fetch` that signs every request (request-signature.ts). Bodies are text: staff send no files. */
export function signingFetch(send: Fetch, { privateKey, now }: RequestSigner): Fetch {
  return async (url, init) => {
    if (init.body !== undefined && init.body !== null && typeof init.body !== 'string')
      throw new TypeError('only text can be signed');
    const headers = new Headers(init.headers);
    const { pathname, search } = new URL(url, 'http://service.invalid');
    const request = {
      method: init.method ?? 'GET',
      target: pathname + search,
      contentDigest: contentDigest(new TextEncoder().encode(init.body ?? '')),
      idempotencyKey: headers.get('idempotency-key') ?? '',
      created: Math.floor(now() / 1_000),
    };
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const base = signatureBase(request) as Uint8Array<ArrayBuffer>;
    const signature = new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, base));
    return send(url, {
      ...init,
      credentials: 'same-origin',
      headers: {
        ...Object.fromEntries(headers),
        'content-digest': request.contentDigest,
        'signature-input': signatureInput(request.created),
        signature: signatureHeader(signature),
      },
    });
  };
}
