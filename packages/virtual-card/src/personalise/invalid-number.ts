import type { RandomBytes } from '../card/card.ts';

const DIGITS_BEFORE_CHECK = 11;

/**
 * Twelve digits like an individual number, but with a wrong check digit: nobody has it (R38). Check digit: ordinance 85
 * of 2014 of the Ministry of Internal Affairs and Communications, article 5.
 */
export function invalidIndividualNumber(random: RandomBytes): string {
  const digits = [...random(DIGITS_BEFORE_CHECK)].map((byte) => byte % 10);
  return [...digits, (checkDigit(digits) + 1) % 10].join('');
}

/** `digits`: the eleven before the check digit, first to last. */
export function checkDigit(digits: readonly number[]): number {
  const sum = [...digits].reverse().reduce((total, digit, i) => total + digit * (i < 6 ? i + 2 : i - 4), 0);
  const remainder = sum % 11;
  return remainder <= 1 ? 0 : 11 - remainder;
}
