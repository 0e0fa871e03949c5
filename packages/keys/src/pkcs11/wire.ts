import type { TokenContents } from './token.ts';

/** What a service asks the process that has the token. Over Node's IPC with structured clones: bytes stay bytes. */
export type TokenRequest =
  | { readonly kind: 'contents' }
  | { readonly kind: 'cmac'; readonly version: number; readonly messages: readonly Uint8Array[] }
  | { readonly kind: 'hmac'; readonly message: Uint8Array }
  | { readonly kind: 'sign'; readonly key: number; readonly message: Uint8Array }
  | { readonly kind: 'init' }
  | { readonly kind: 'rotate-card-master' }
  | { readonly kind: 'rotate-audit' };

export type TokenAnswer =
  | { readonly kind: 'contents'; readonly contents: TokenContents }
  | { readonly kind: 'bytes'; readonly bytes: readonly Uint8Array[] }
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'done' }
  /** `mendable`: for the operator to mend (TokenError, Pkcs11Missing); else the token is away. */
  | { readonly kind: 'failed'; readonly message: string; readonly mendable: boolean };

export interface Numbered<T> {
  readonly number: number;
  readonly content: T;
}
