import { type CalendarDate, faultOfBirth, isPlausibleExpiryYear } from '@kaijo/mynacard';
import type { BirthAsPrinted, CardFields, FieldReading } from '../reading.ts';
import { type Agreement, agree } from './agree.ts';
import type { DateSighting, PrintedExpiry } from './dates.ts';
import type { Sighting } from './line-text.ts';

/** What the views of the three fields saw. */
export interface Sightings {
  readonly birth: readonly (DateSighting<BirthAsPrinted> | undefined)[];
  readonly expiry: readonly (DateSighting<PrintedExpiry> | undefined)[];
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
  const year = agree(seen.expiry.map(yearOf), isSame);
  const code = agree(seen.securityCode, isSame);
  return {
    birth: reading(birthOf(seen), (value) => faultOfBirth(value, today) === undefined),
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

/** Year and day are agreed on apart: the views of the day of expiry speak for the birthday as well, where it is the same. */
function birthOf({ birth, expiry }: Sightings): Agreement<BirthAsPrinted> | undefined {
  const year = agree(
    birth.map((one) => one && { ...one, characters: one.ofYear }),
    isSameYear,
  );
  const ownDay = agree(birth.map(dayOf), isSame);
  const expiryDay = agree(expiry.map(dayOf), isSame);
  if (year === undefined || ownDay === undefined) return undefined;
  const isOnBirthday = expiryDay?.value === ownDay.value;
  const day = isOnBirthday ? agree([...birth.map(dayOf), ...expiry.map(dayOf)], isSame) : ownDay;
  const value = birth.find(
    (one) => one && isSameYear(one.value, year.value) && dayText(one.value) === ownDay.value,
  )?.value;
  const confidence = Math.min(year.confidence, day?.confidence ?? 0);
  if (value === undefined) return { value: year.value, sure: false, confidence };
  const fits = value.calendar === 'western' || isOnBirthday;
  return { value, sure: year.sure && day?.sure === true && fits, confidence };
}

const isSame = <T>(one: T, other: T): boolean => one === other;

function isSameYear(one: BirthAsPrinted, other: BirthAsPrinted): boolean {
  const era = (date: BirthAsPrinted): string => (date.calendar === 'era' ? date.era : '');
  return era(one) === era(other) && one.year === other.year;
}

function dayText({ month, day }: { readonly month: number; readonly day: number }): string {
  return `${month}-${day}`;
}

function dayOf(
  date: DateSighting<{ readonly month: number; readonly day: number }> | undefined,
): Sighting<string> | undefined {
  return date && { ...date, value: dayText(date.value), characters: date.ofDay };
}

/** PIN-B takes only the year of expiry, so that a doubtful day does not matter. */
function yearOf(date: DateSighting<PrintedExpiry> | undefined): Sighting<number> | undefined {
  return date && { ...date, value: date.value.year, characters: date.ofYear };
}
