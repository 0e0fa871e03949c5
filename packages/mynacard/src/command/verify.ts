import { type CommandApdu, type ResponseApdu, SW, triesLeftOf } from '@kaijo/iso7816';

/** VERIFY (ISO/IEC 7816-4, 11.5.6). */
const VERIFY = {
  CLA: 0x00,
  INS: 0x20,
  P1: 0x00,
  /** The PIN is the selected elementary file (card.md). */
  P2_SELECTED_PIN: 0x80,
} as const;

const EMPTY_VERIFY: CommandApdu = {
  cla: VERIFY.CLA,
  ins: VERIFY.INS,
  p1: VERIFY.P1,
  p2: VERIFY.P2_SELECTED_PIN,
};

/** Without a body VERIFY asks for the tries left and never costs one. */
export const ASK_TRIES_LEFT = EMPTY_VERIFY;

export function verify(pin: Uint8Array): CommandApdu {
  return { ...EMPTY_VERIFY, data: pin };
}

/** What the ask tells. */
export type TriesLeft =
  | { readonly kind: 'tries'; readonly left: number }
  /** Locked, or initialised and not yet set: both answer 63C0, only a VERIFY tells them apart (card.md). */
  | { readonly kind: 'no-tries-left' }
  /** Some cards answer 9000 while the PIN is verified, and say nothing of the counter. */
  | { readonly kind: 'verified' };

/** `undefined` for a status word that the ask does not have. */
export function triesLeftIn({ sw }: ResponseApdu): TriesLeft | undefined {
  const left = triesLeftOf(sw);
  if (left !== undefined) return left > 0 ? { kind: 'tries', left } : { kind: 'no-tries-left' };
  if (isLockWord(sw) || sw === SW.CONDITIONS_NOT_SATISFIED) return { kind: 'no-tries-left' };
  return sw === SW.OK ? { kind: 'verified' } : undefined;
}

/** What a VERIFY with a PIN tells. */
export type VerifyAnswer =
  | { readonly kind: 'correct' }
  /** `triesLeft` is at least 1. */
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** `byThisTry`: the PIN was wrong and the try was the last one. */
  | { readonly kind: 'locked'; readonly byThisTry: boolean }
  /** Unlocked by the issuer and not yet given a value (card.md, Reset). */
  | { readonly kind: 'initialised' };

/** `undefined` for a status word that VERIFY does not have. */
export function verifyAnswerIn({ sw }: ResponseApdu): VerifyAnswer | undefined {
  const triesLeft = triesLeftOf(sw);
  if (triesLeft !== undefined)
    return triesLeft > 0 ? { kind: 'wrong', triesLeft } : { kind: 'locked', byThisTry: true };
  if (isLockWord(sw)) return { kind: 'locked', byThisTry: false };
  if (sw === SW.CONDITIONS_NOT_SATISFIED) return { kind: 'initialised' };
  return sw === SW.OK ? { kind: 'correct' } : undefined;
}

/** Cards use either word for a locked PIN (card.md). */
function isLockWord(sw: number): boolean {
  return sw === SW.AUTHENTICATION_METHOD_BLOCKED || sw === SW.REFERENCE_DATA_NOT_USABLE;
}
