import { Secret } from '@kaijo/secret';
import { type CalendarDate, compareDates, isCalendarDate } from './calendar-date.ts';
import { type Era, isInEra, westernYear } from './japanese-era.ts';

/**
 * The birth date as it stands on the card's face. Which calendar it is printed in decides PIN-B (card.md): the era year
 * for an era date (平成3年 → 03), the last two digits of a western year (foreign residents). Whoever cannot tell says
 * `unsure`, and no PIN-B comes of it.
 */
export type PrintedBirth =
  | {
      readonly calendar: 'era';
      readonly era: Era;
      readonly year: number;
      readonly month: number;
      readonly day: number;
    }
  | { readonly calendar: 'western'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly calendar: 'unsure' };

/** What is printed on the front: `expiryYear` western and of four digits, `securityCode` four digits as read. */
export interface PrintedCardData {
  readonly birth: PrintedBirth;
  readonly expiryYear: number;
  readonly securityCode: string;
}

export type PinBRefusal =
  | 'birth-calendar-unsure'
  | 'birth-not-a-date'
  | 'birth-not-in-era'
  | 'birth-in-the-future'
  | 'expiry-year-implausible'
  | 'security-code-not-four-digits';

export type ComposedPinB =
  | { readonly kind: 'composed'; readonly pinB: PinB }
  | { readonly kind: 'refused'; readonly reason: PinBRefusal };

const issued: unique symbol = Symbol('PinB');

/**
 * 照合番号B, 14 digits: birth date YYMMDD, expiry year YYYY, security code. Only {@link composePinB} makes one, so that
 * nothing that Kaijo is not sure of can reach the card: no store can unlock PIN-B (card.md).
 */
export class PinB {
  readonly secret: Secret;
  constructor(from: typeof issued, secret: Secret) {
    if (from !== issued) throw new Error('only composePinB makes a PIN-B');
    this.secret = secret;
  }
}

/**
 * PIN-B of a card, or why the printed data are not sure enough to try one.
 * `today` is the day in Japan; a card is valid for ten years, eleven when it was renewed early.
 */
export function composePinB(printed: PrintedCardData, today: CalendarDate): ComposedPinB {
  const { birth, expiryYear, securityCode } = printed;
  if (birth.calendar === 'unsure') return refused('birth-calendar-unsure');
  const birthFault = faultOfBirth(birth, today);
  if (birthFault !== undefined) return refused(birthFault);
  if (!isPlausibleExpiryYear(expiryYear, today)) return refused('expiry-year-implausible');
  if (!/^[0-9]{4}$/.test(securityCode)) return refused('security-code-not-four-digits');
  const digits = `${pad(birth.year % 100)}${pad(birth.month)}${pad(birth.day)}${expiryYear}${securityCode}`;
  return { kind: 'composed', pinB: new PinB(issued, Secret.ofAscii(digits)) };
}

const LONGEST_VALIDITY = 11;
const OLDEST_HOLDER = 130;

/** The year of a card that is valid on `today`, the day in Japan. */
export function isPlausibleExpiryYear(expiryYear: number, today: CalendarDate): boolean {
  return (
    Number.isInteger(expiryYear) && expiryYear >= today.year && expiryYear <= today.year + LONGEST_VALIDITY
  );
}

/** Why a printed birth date cannot be a holder's; undefined when it can. `today` is the day in Japan. */
export function faultOfBirth(
  birth: Exclude<PrintedBirth, { calendar: 'unsure' }>,
  today: CalendarDate,
): PinBRefusal | undefined {
  const date = gregorian(birth);
  if (!isCalendarDate(date)) return 'birth-not-a-date';
  if (birth.calendar === 'era' && !isInEra(birth.era, date)) return 'birth-not-in-era';
  if (compareDates(date, today) > 0) return 'birth-in-the-future';
  if (date.year < today.year - OLDEST_HOLDER) return 'birth-not-a-date';
  return undefined;
}

function gregorian(birth: Exclude<PrintedBirth, { calendar: 'unsure' }>): CalendarDate {
  const year = birth.calendar === 'era' ? westernYear(birth.era, birth.year) : birth.year;
  return { year, month: birth.month, day: birth.day };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function refused(reason: PinBRefusal): ComposedPinB {
  return { kind: 'refused', reason };
}
