import type { Secret } from '@kaijo/secret';
import type { CalendarDate } from './calendar-date.ts';
import { eraYearsOf } from './japanese-era.ts';

/** R12 as data of the operator: `weakPins` are four digits each. */
export interface WeakPinPolicy {
  readonly weakPins: readonly string[];
  readonly refuseBirth: boolean;
}

export type WeakPinReason = 'equal-digits' | 'straight-run' | 'birth-year' | 'birthday' | 'listed';

export type PinStrength =
  | { readonly kind: 'acceptable' }
  | { readonly kind: 'weak'; readonly reason: WeakPinReason };

const EQUAL_DIGITS = digits(10, (first) => String(first).repeat(4));
const ASCENDING_RUNS = digits(7, (first) => run(first, +1));
const DESCENDING_RUNS = digits(7, (last) => run(last + 3, -1));

/** R12: four equal digits and the straight runs 0123 … 6789 and 3210 … 9876; birth year and birthday too. */
export const DEFAULT_WEAK_PIN_POLICY: WeakPinPolicy = {
  weakPins: [...EQUAL_DIGITS, ...ASCENDING_RUNS, ...DESCENDING_RUNS],
  refuseBirth: true,
};

/** R12: the operator has switched the check off. */
export const NO_WEAK_PIN_POLICY: WeakPinPolicy = { weakPins: [], refuseBirth: false };

/**
 * R12: whether a new auth PIN of the right shape is too easily guessed under `policy`.
 * `birth` is what the card has just shown (the signature certificate carries it), absent when it has not.
 */
export function checkPinStrength(pin: Secret, policy: WeakPinPolicy, birth?: CalendarDate): PinStrength {
  const birthReason = policy.refuseBirth && birth !== undefined ? birthReasonOf(pin, birth) : undefined;
  const reason = birthReason ?? listReasonOf(pin, policy.weakPins);
  return reason === undefined ? { kind: 'acceptable' } : { kind: 'weak', reason };
}

function birthReasonOf(pin: Secret, birth: CalendarDate): WeakPinReason | undefined {
  if (birthYearReadings(birth).some((reading) => reads(pin, reading))) return 'birth-year';
  if (birthdayReadings(birth).some((reading) => reads(pin, reading))) return 'birthday';
  return undefined;
}

function listReasonOf(pin: Secret, weakPins: readonly string[]): WeakPinReason | undefined {
  if (!weakPins.some((weak) => reads(pin, weak))) return undefined;
  if (EQUAL_DIGITS.some((weak) => reads(pin, weak))) return 'equal-digits';
  if ([...ASCENDING_RUNS, ...DESCENDING_RUNS].some((weak) => reads(pin, weak))) return 'straight-run';
  return 'listed';
}

/** 1991 as western year; 平成3年 filled up to four digits, 0003, because the card itself prints the era year. */
function birthYearReadings(birth: CalendarDate): string[] {
  return [birth.year, ...eraYearsOf(birth)].map(fourDigits);
}

/** MMDD, and DDMM because foreign residents write the day first. Both are refused for everyone: it costs one PIN. */
function birthdayReadings({ month, day }: CalendarDate): string[] {
  return [month * 100 + day, day * 100 + month].map(fourDigits);
}

/** Compares byte by byte, so that the PIN never becomes a string. */
function reads(pin: Secret, reading: string): boolean {
  return pin.use(
    (bytes) => bytes.length === reading.length && bytes.every((byte, i) => byte === reading.charCodeAt(i)),
  );
}

function fourDigits(value: number): string {
  return String(value).padStart(4, '0');
}

function digits(count: number, pinOf: (digit: number) => string): string[] {
  return Array.from({ length: count }, (_, digit) => pinOf(digit));
}

function run(first: number, step: 1 | -1): string {
  return [0, 1, 2, 3].map((i) => first + i * step).join('');
}
