import { type CalendarDate, type Era, faultOfBirth, isPlausibleExpiryYear } from '@kaijo/mynacard';
import type { Match } from '../ctc/match.ts';
import type { BirthAsPrinted, CardFields, FieldReading } from '../reading.ts';
import { type Fused, fuse, type Likelihoods, likelihoods, UNREADABLE } from './fuse.ts';

/** What the views of the three fields saw. */
export interface Sightings {
  readonly birth: readonly Match[];
  readonly expiry: readonly Match[];
  readonly securityCode: readonly Match[];
  /** Other places that could hold the security code. */
  readonly otherCodes: number;
}

/** A view in which the expression itself is no likelier than this (against a greedy reading) sees something else there. */
const LEAST_EVIDENCE = 1e-4;
/** In the first view, which takes in what stands behind the date. */
const PLAIN_EVIDENCE = 0.2;

/**
 * Field by field, whether it may go to the card. Beyond what the views see: a birth date must be one (in its era, not in
 * the future), and for Japanese nationals the card ends on a birthday, so that month and day stand on the card twice and
 * must be the same; an expiry year must be that of a valid card; and only one place may hold a security code.
 */
export function decideFields(all: Sightings, today: CalendarDate): CardFields {
  const seen = { ...all, birth: clearEnough(all.birth), expiry: clearEnough(all.expiry) };
  return {
    birth: reading(birthOf(seen, today), (value) => faultOfBirth(value, today) === undefined),
    expiryYear: reading(
      expiryYearOf(seen),
      (value) => isPlausibleExpiryYear(value, today) && isExpiryOfCard(seen),
    ),
    securityCode: reading(codeOf(all.securityCode), () => all.otherCodes === 0),
  };
}

const clearEnough = (views: readonly Match[]): Match[] =>
  views.filter(({ evidence }) => evidence >= LEAST_EVIDENCE);

interface Decided<T> {
  readonly value: T | undefined;
  readonly isSure: boolean;
  readonly confidence: number;
}

function reading<T>(decided: Decided<T> | undefined, plausible: (value: T) => boolean): FieldReading<T> {
  if (decided === undefined) return { certainty: 'not-found' };
  const { value, isSure, confidence } = decided;
  return isSure && value !== undefined && plausible(value)
    ? { certainty: 'sure', value, confidence }
    : { certainty: 'unsure', confidence };
}

/** Of several parts, all must be sure. */
function allOf<T>(
  parts: readonly (Fused | undefined)[],
  value: (values: string[]) => T,
): Decided<T> | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return {
    value: value(known.map((part) => part.value)),
    isSure: known.every(({ isSure }) => isSure),
    confidence: Math.min(...known.map(({ probability }) => probability)),
  };
}

function expiryYearOf({ expiry }: Sightings): Decided<number> | undefined {
  return allOf([fusePart(expiry, 'year')], ([year]) => Number(year));
}

function codeOf(views: readonly Match[]): Decided<string> | undefined {
  const digits = [0, 1, 2, 3].map((place) => fusePart(views, String(place)));
  return allOf(digits, (values) => values.join(''));
}

function birthOf({ birth, expiry }: Sightings, today: CalendarDate): Decided<BirthAsPrinted> | undefined {
  const year = fuse(birth.map((view) => yearsUntil(likelihoods(view, 'year'), today)));
  const isWestern = year?.value.startsWith('western') === true;
  const [month, day] = ['month', 'day'].map((part) => onBirthday(part, birth, expiry, isWestern));
  return allOf([year, month, day], ([y = '', m, d]) => birthDate(y, Number(m), Number(d)));
}

/**
 * Whether the date that was taken for the card's expiry is that. Another date stands on the card as well (until when its
 * certificates are good), and the clearest view of that one must not pass for it: a Japanese national's card ends on a
 * birthday, and where it need not, 有効 must have been plain to read behind the date.
 */
function isExpiryOfCard({ birth, expiry }: Sightings): boolean {
  const isBirthday = ['month', 'day'].every((part) => {
    const own = fusePart(birth, part);
    return own !== undefined && own.value === fusePart(expiry, part)?.value;
  });
  if (isBirthday) return true;
  const isWestern = fusePart(birth, 'year')?.value.startsWith('western') === true;
  return isWestern && (expiry[0]?.evidence ?? 0) >= PLAIN_EVIDENCE;
}

/** Month or day: where both prints say the same, the views of both count. A western date need not be the day of expiry. */
function onBirthday(
  part: string,
  birth: readonly Match[],
  expiry: readonly Match[],
  isWestern: boolean,
): Fused | undefined {
  const own = fusePart(birth, part);
  const again = fusePart(expiry, part);
  if (own === undefined || own.value === again?.value)
    return (
      own &&
      fuse(
        [...birth, ...expiry].map((view) => likelihoods(view, part)),
        2,
      )
    );
  return isWestern ? own : { ...own, isSure: false };
}

/** Without the years that have not begun: 和 and a 14 are 昭和14年 as long as there is no 令和14年. */
function yearsUntil(years: Likelihoods, today: CalendarDate): Likelihoods {
  const begun = [...years].filter(
    ([value]) =>
      value.endsWith(UNREADABLE) || faultOfBirth(birthDate(value, 1, 1), today) !== 'birth-in-the-future',
  );
  const total = begun.reduce((sum, [, p]) => sum + p, 0);
  return new Map(begun.map(([value, p]) => [value, p / total]));
}

function fusePart(views: readonly Match[], part: string): Fused | undefined {
  return fuse(views.map((view) => likelihoods(view, part)));
}

function birthDate(year: string, month: number, day: number): BirthAsPrinted {
  const [calendar = '', number] = year.split(' ');
  return calendar === 'western'
    ? { calendar, year: Number(number), month, day }
    : { calendar: 'era', era: calendar as Era, year: Number(number), month, day };
}
