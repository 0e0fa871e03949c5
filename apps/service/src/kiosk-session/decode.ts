import { fromBase64Url } from '@kaijo/contract';

/** The signature and the card's answers as bytes; `undefined` when one of them is no base64url. */
export function decodeAll(body: {
  readonly signature: string;
  readonly responses: readonly string[];
}): { readonly signature: Uint8Array; readonly responses: readonly Uint8Array[] } | undefined {
  const signature = fromBase64Url(body.signature);
  const responses = body.responses.map(fromBase64Url);
  if (signature === undefined || !responses.every((response) => response !== undefined)) return undefined;
  return { signature, responses };
}
