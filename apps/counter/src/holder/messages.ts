import type { PinKind, WeakPinPolicy } from '@kaijo/contract';

/** From the clerk's window to the holder's. */
export type ToHolder =
  | { readonly kind: 'idle' }
  | { readonly kind: 'ask'; readonly pin: PinKind; readonly policy: WeakPinPolicy }
  | { readonly kind: 'writing' }
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' };

/**
 * From the holder's window: the new PIN's bytes, once, by transfer: the holder's window has them no more. They go from
 * port to port within this browser and to nothing else (R30).
 */
export type FromHolder = { readonly kind: 'typed'; readonly pin: Uint8Array<ArrayBuffer> };

export const HOLDER_READY = 'kaijo-holder-ready';
