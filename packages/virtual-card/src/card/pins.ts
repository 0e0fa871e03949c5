/**
 * The PINs of the card. `auth`, `sign`, `support` and `resident` are the holder's (rules.md, Words); the others are
 * printed on the card or derived from what is printed.
 */
export type PinName =
  | 'auth'
  | 'sign'
  | 'support'
  | 'resident'
  | 'faceBirth'
  | 'facePinA'
  | 'facePinB'
  | 'supportPinA'
  | 'supportPinB';

export interface PinRule {
  /** Wrong tries in a row that lock the PIN (R9, card.md). */
  readonly tries: number;
  /** What CHANGE REFERENCE DATA accepts (R8); absent for PINs that cannot be changed. */
  readonly shape?: RegExp;
}

const FOUR_DIGITS = /^[0-9]{4}$/;
const SIGN_PIN = /^(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,16}$/;

export const PIN_RULES: { readonly [Name in PinName]: PinRule } = {
  auth: { tries: 3, shape: FOUR_DIGITS },
  sign: { tries: 5, shape: SIGN_PIN },
  support: { tries: 3, shape: FOUR_DIGITS },
  resident: { tries: 3, shape: FOUR_DIGITS },
  faceBirth: { tries: 10 },
  facePinA: { tries: 10 },
  facePinB: { tries: 10 },
  supportPinA: { tries: 10 },
  supportPinB: { tries: 10 },
};

export const PIN_NAMES = Object.keys(PIN_RULES) as readonly PinName[];

/** More bytes than any PIN of the card has: not a try, a wrong length. */
export const PIN_LENGTH_MAX = 16;

export function hasPinShape(rule: PinRule, pin: Uint8Array): boolean {
  return rule.shape?.test(String.fromCharCode(...pin)) ?? false;
}
