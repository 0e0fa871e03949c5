import type { Refusal } from '@kaijo/contract';
import type { Static, TSchema } from 'typebox';
import type { ServiceRoute } from './route.ts';

/** A success: one of the route's answers, with its status. */
export type Answer<R extends ServiceRoute> = {
  [S in keyof R['answers']]: R['answers'][S] extends TSchema
    ? {
        readonly kind: 'answer';
        readonly status: S;
        readonly body: Static<R['answers'][S]>;
        /** Sent with the first answer only: a repeated call gets none of them. */
        readonly headers?: Readonly<Record<string, string>>;
      }
    : never;
}[keyof R['answers']];

/** A refusal, to become a problem (RFC 9457, R40). The rules' decisions have the same shape and can be returned as they are. */
export interface Refused {
  readonly kind: 'refuse';
  readonly refusal: Refusal;
}

/** What became of a request. Nothing else: an exception is a bug and is answered with `service-fault`. */
export type Outcome<R extends ServiceRoute> = Answer<R> | Refused;

/** What `prepare` hands on to `decide`. */
export interface Ready<P> {
  readonly kind: 'ready';
  readonly prepared: P;
}

export function answer<const S extends number, B>(
  status: S,
  body: B,
  headers: Readonly<Record<string, string>> = {},
) {
  return { kind: 'answer', status, body, headers } as const;
}

export function refuse(refusal: Refusal): Refused {
  return { kind: 'refuse', refusal };
}

export function ready<P>(prepared: P): Ready<P> {
  return { kind: 'ready', prepared };
}
