import { Secret } from '@kaijo/secret';
import type { PinKind } from './pin-kind.ts';

/** What folding did to the typed text; the screen shows it (R8). */
export interface PinChanges {
  readonly toHalfWidth: boolean;
  readonly toUpperCase: boolean;
}

export type FoldedPin =
  | { readonly kind: 'folded'; readonly pin: Secret; readonly changes: PinChanges }
  /** A character that no PIN has and that no rule turns into one. `position` counts UTF-16 code units from 0. */
  | { readonly kind: 'unusable-character'; readonly position: number };

/**
 * R8: turns typed text into the bytes that the card compares: full-width digits and letters to half-width and, for the
 * sign PIN, lower case to upper case. Says nothing of the length: that is {@link checkPinShape}'s.
 *
 * Works on code units, so that the typed PIN gives rise to no further strings.
 */
export function foldPin(kind: PinKind, typed: string): FoldedPin {
  const bytes = new Uint8Array(typed.length);
  let toHalfWidth = false;
  let toUpperCase = false;
  for (let position = 0; position < typed.length; position++) {
    const folded = foldCodeUnit(kind, typed.charCodeAt(position));
    if (folded === undefined) {
      bytes.fill(0);
      return { kind: 'unusable-character', position };
    }
    bytes[position] = folded.byte;
    toHalfWidth ||= folded.changes.toHalfWidth;
    toUpperCase ||= folded.changes.toUpperCase;
  }
  return { kind: 'folded', pin: Secret.take(bytes), changes: { toHalfWidth, toUpperCase } };
}

/** The full-width forms stand at this distance from ASCII (Unicode, Halfwidth and Fullwidth Forms). */
const FULL_WIDTH_OFFSET = 0xfee0;
const CASE_OFFSET = 0x20;

/** One typed character, for pads that hand them over one by one; `undefined` when no PIN of this kind can hold it. */
export function foldCodeUnit(
  kind: PinKind,
  codeUnit: number,
): { byte: number; changes: PinChanges } | undefined {
  const toHalfWidth = codeUnit > FULL_WIDTH_OFFSET;
  const halfWidth = toHalfWidth ? codeUnit - FULL_WIDTH_OFFSET : codeUnit;
  if (between(halfWidth, '0', '9')) return { byte: halfWidth, changes: { toHalfWidth, toUpperCase: false } };
  if (kind !== 'sign') return undefined;
  if (between(halfWidth, 'A', 'Z')) return { byte: halfWidth, changes: { toHalfWidth, toUpperCase: false } };
  if (between(halfWidth, 'a', 'z'))
    return { byte: halfWidth - CASE_OFFSET, changes: { toHalfWidth, toUpperCase: true } };
  return undefined;
}

function between(codeUnit: number, low: string, high: string): boolean {
  return codeUnit >= low.charCodeAt(0) && codeUnit <= high.charCodeAt(0);
}
