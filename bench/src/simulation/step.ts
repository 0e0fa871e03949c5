import type { TargetPin } from '@kaijo/contract';

/** What is before the camera, as the face check will judge it. */
export type FaceShown = 'match' | 'mismatch' | 'liveness-failed' | 'unusable';

interface Of {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly card: string;
  /** What came of it, in a word or as a problem type: by the rules, or by the service that was asked. */
  readonly said: string;
}

/** One step of a holder's way, from the phone to the new PIN. */
export type Step = Of &
  (
    | { readonly kind: 'phone'; readonly target: TargetPin }
    | { readonly kind: 'face'; readonly shows: FaceShown }
    | { readonly kind: 'reserve' }
    | { readonly kind: 'leave' }
    | { readonly kind: 'authorise' }
    | { readonly kind: 'complete' }
    | { readonly kind: 'session'; readonly store: number }
  );
