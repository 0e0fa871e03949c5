import { type CalendarDate, faultOfBirth, isPlausibleExpiryYear } from '@kaijo/mynacard';
import type { BirthAsPrinted, CardFields, FieldReading } from '../reading.ts';
import { type Agreement, agree } from './agree.ts';
import type { PrintedExpiry } from './dates.ts';
import type { Sighting } from './line-text.ts';

/** What the views of the three fields saw. */
export interface Sightings {
  readonly birth: readonly (Sighting<BirthAsPrinted> | undefined)[];
  readonly expiry: readonly (Sighting<PrintedExpiry> | undefined)[];
  readonly securityCode: readonly (Sighting<string> | undefined)[];
  /** Other places that could hold the security code. */
  readonly otherCodes: number;
}

/**
 * Field by field, whether it may go to the card. Beyond the agreement of the views: a birth date must be one (in its era,
 * not in the future), and for Japanese nationals the card ends on a birthday, so that month and day stand on the card
 * twice and must be the same; an expiry year must be that of a valid card; and only one place may hold a security code.
 */
export function decideFields(seen: Sightings, today: CalendarDate): CardFields {
  const birth = agree(seen.birth, sameBirth);
  const expiry = agree(seen.expiry, sameDate);
  const year = agree(
    seen.expiry.map((one) => one && yearOnly(one)),
    (one, other) => one === other,
  );
  const code = agree(seen.securityCode, (one, other) => one === other);
  return {
    birth: reading(birth, (value) => isBirth(value, expiry?.value, today)),
    expiryYear: reading(year, (value) => isPlausibleExpiryYear(value, today)),
    securityCode: reading(code, () => seen.otherCodes === 0),
  };
}

function reading<T>(agreed: Agreement<T> | undefined, plausible: (value: T) => boolean): FieldReading<T> {
  if (agreed === undefined) return { certainty: 'not-found' };
  const { value, sure, confidence } = agreed;
  return sure && plausible(value)
    ? { certainty: 'sure', value, confidence }
    : { certainty: 'unsure', confidence };
}

function isBirth(birth: BirthAsPrinted, expiry: PrintedExpiry | undefined, today: CalendarDate): boolean {
  if (faultOfBirth(birth, today) !== undefined) return false;
  if (birth.calendar === 'western') return true;
  return expiry !== undefined && expiry.month === birth.month && expiry.day === birth.day;
}

function sameBirth(one: BirthAsPrinted, other: BirthAsPrinted): boolean {
  const era = (date: BirthAsPrinted): string => (date.calendar === 'era' ? date.era : '');
  return era(one) === era(other) && sameDate(one, other);
}

function sameDate(one: PrintedExpiry, other: PrintedExpiry): boolean {
  return one.year === other.year && one.month === other.month && one.day === other.day;
}

/** PIN-B takes only the year, so that a doubtful day of the expiry does not matter. */
function yearOnly(expiry: Sighting<PrintedExpiry>): Sighting<number> {
  return { ...expiry, value: expiry.value.year, characters: expiry.characters.slice(0, 4) };
}
