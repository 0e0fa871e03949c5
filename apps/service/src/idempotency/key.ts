/**
 * A client's `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07). The draft's form is a quoted string
 * (RFC 9651, 3.3.3); the bare form, which most clients send, is taken as well. 16 to 128 visible ASCII characters: the
 * key also keeps the stored answer secret, so that it has to be hard to guess. A UUID is.
 */
const QUOTED = /^"([\x21\x23-\x5b\x5d-\x7e]{16,128})"$/;
const BARE = /^([A-Za-z0-9._~:+/=-]{16,128})$/;

/** `undefined` when it is missing or malformed (a header sent twice arrives joined by a comma, and is malformed). */
export function parseIdempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  return (QUOTED.exec(header) ?? BARE.exec(header))?.[1];
}
