import { type CommandApdu, type ResponseApdu, SW } from '@kaijo/iso7816';

/** CHANGE REFERENCE DATA (ISO/IEC 7816-4, 11.5.7). */
const CHANGE_REFERENCE_DATA = {
  CLA: 0x00,
  INS: 0x24,
  /** The body is the new PIN alone. */
  P1_NEW_PIN_ONLY: 0x01,
  P2_SELECTED_PIN: 0x80,
} as const;

export function changeReferenceData(newPin: Uint8Array): CommandApdu {
  return {
    cla: CHANGE_REFERENCE_DATA.CLA,
    ins: CHANGE_REFERENCE_DATA.INS,
    p1: CHANGE_REFERENCE_DATA.P1_NEW_PIN_ONLY,
    p2: CHANGE_REFERENCE_DATA.P2_SELECTED_PIN,
    data: newPin,
  };
}

export type ChangeAnswer =
  | { readonly kind: 'changed' }
  /** Neither was this PIN verified nor did the issuer initialise it in this power cycle; the old state stands. */
  | { readonly kind: 'not-allowed' }
  /** The card's own shape rule, should it be stricter than R8; the old state stands. */
  | { readonly kind: 'refused-by-card' };

const NOT_ALLOWED: ReadonlySet<number> = new Set([
  SW.SECURITY_STATUS_NOT_SATISFIED,
  SW.AUTHENTICATION_METHOD_BLOCKED,
  SW.REFERENCE_DATA_NOT_USABLE,
  SW.CONDITIONS_NOT_SATISFIED,
]);

/** `undefined` for a status word that CHANGE REFERENCE DATA does not have. */
export function changeAnswerIn({ sw }: ResponseApdu): ChangeAnswer | undefined {
  if (sw === SW.OK) return { kind: 'changed' };
  if (NOT_ALLOWED.has(sw)) return { kind: 'not-allowed' };
  return sw === SW.WRONG_DATA || sw === SW.WRONG_LENGTH ? { kind: 'refused-by-card' } : undefined;
}
