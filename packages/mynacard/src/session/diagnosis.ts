import type { PinState } from './card-pin.ts';
import type { JpkiPinStates } from './jpki-session.ts';

/**
 * What the tries left say to a holder who is not sure which PIN is lost (screens.md, Phone 1).
 * `both-locked` is the counter's (R2); so answer cards of the kind that has no PINs, which nothing on the chip that is
 * publicly known tells apart (R41). `no-sign-pin`: a card without a signature certificate (R41).
 */
export type LockDiagnosis =
  | { readonly kind: 'none-locked' }
  | { readonly kind: 'auth-locked' }
  | { readonly kind: 'sign-locked' }
  | { readonly kind: 'both-locked' }
  | { readonly kind: 'no-sign-pin' };

export function diagnoseLocks({ auth, sign }: JpkiPinStates): LockDiagnosis {
  if (sign.kind === 'absent') return { kind: 'no-sign-pin' };
  if (isUsable(auth)) return { kind: isUsable(sign) ? 'none-locked' : 'sign-locked' };
  return { kind: isUsable(sign) ? 'auth-locked' : 'both-locked' };
}

function isUsable(state: PinState): boolean {
  switch (state.kind) {
    case 'tries':
    case 'verified':
      return true;
    case 'no-tries-left':
    case 'absent':
      return false;
  }
}
