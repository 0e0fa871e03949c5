import type { Static, TSchema } from 'typebox';

/** A body of one JSON part and several files of one name, in order. */
export interface Multipart<J extends TSchema> {
  readonly json: { readonly part: string; readonly schema: J; readonly maxBytes: number };
  readonly files: {
    readonly part: string;
    readonly contentType: string;
    readonly maxCount: number;
    readonly maxBytes: number;
  };
}

export type MultipartLimits = Multipart<TSchema>;

export interface MultipartBody<J extends TSchema> {
  readonly json: Static<J>;
  readonly files: readonly Uint8Array[];
}
