import type { Secret } from '@kaijo/secret';
import type { PinKind } from './pin-kind.ts';

/** What keeps a PIN from having its kind's shape (R8). Each is a sentence for the holder. */
export type PinShapeFault = 'too-short' | 'too-long' | 'unusable-character' | 'no-letter' | 'no-digit';

export type PinShape =
  | { readonly kind: 'right-shape' }
  | { readonly kind: 'wrong-shape'; readonly faults: readonly PinShapeFault[] };

interface ShapeRule {
  readonly shortest: number;
  readonly longest: number;
  readonly letters: 'required' | 'none';
}

const FOUR_DIGITS: ShapeRule = { shortest: 4, longest: 4, letters: 'none' };

const SHAPE_RULES: Readonly<Record<PinKind, ShapeRule>> = {
  auth: FOUR_DIGITS,
  support: FOUR_DIGITS,
  resident: FOUR_DIGITS,
  sign: { shortest: 6, longest: 16, letters: 'required' },
};

/**
 * R8: whether `pin` (ASCII, folded before) has the shape of its kind, and everything that is wrong if not, so that a
 * screen can tick the rules off while the holder types.
 */
export function checkPinShape(kind: PinKind, pin: Secret): PinShape {
  const rule = SHAPE_RULES[kind];
  const faults = pin.use((bytes) => faultsOf(rule, bytes));
  return faults.length === 0 ? { kind: 'right-shape' } : { kind: 'wrong-shape', faults };
}

function faultsOf(rule: ShapeRule, bytes: Uint8Array): PinShapeFault[] {
  const faults: PinShapeFault[] = [];
  if (bytes.length < rule.shortest) faults.push('too-short');
  if (bytes.length > rule.longest) faults.push('too-long');
  const usable = rule.letters === 'required' ? isDigitOrCapital : isDigit;
  if (!bytes.every(usable)) faults.push('unusable-character');
  if (rule.letters === 'required') {
    if (!bytes.some(isCapital)) faults.push('no-letter');
    if (!bytes.some(isDigit)) faults.push('no-digit');
  }
  return faults;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isDigitOrCapital(byte: number): boolean {
  return isDigit(byte) || isCapital(byte);
}
