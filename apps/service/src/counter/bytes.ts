import { fromBase64Url, type Refusal } from '@kaijo/contract';
import { invalidField } from '../invalid-field.ts';

/** `undefined` when one of them is no base64url. */
export function bytesOf(texts: readonly string[]): readonly Uint8Array[] | undefined {
  const bytes = texts.map(fromBase64Url);
  return bytes.every((one) => one !== undefined) ? bytes : undefined;
}

export const RESPONSES_UNREADABLE: Refusal = invalidField(
  'body/responses',
  'or another value is not base64url',
);
