import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** A page as it goes out: made once, sent to many. */
export interface SentPage {
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

export function pageOf(body: string, headers: Readonly<Record<string, string>>): SentPage {
  const plain = Buffer.from(body);
  return {
    headers: { ...headers, vary: 'accept-encoding, accept-language' },
    // Weak: the encodings differ in their bytes (RFC 9110, 8.8.3.3).
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    gzip: gzipSync(plain),
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  };
}

export type Encoding = 'br' | 'gzip' | 'plain';

/** The best of the encodings that the client takes (RFC 9110, 12.5.3); weights other than zero say no more. */
export function encodingFor(header: string | undefined): Encoding {
  if (header === undefined) return 'plain';
  const taken = header
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .filter((one) => !/;\s*q=0(\.0*)?$/.test(one))
    .map((one) => one.split(';', 1)[0]);
  if (taken.includes('br')) return 'br';
  return taken.includes('gzip') ? 'gzip' : 'plain';
}
