const JAPAN_OFFSET_MS = 9 * 3_600_000;

/** Holders younger than this get no signature certificate (R41). */
const SIGN_CERTIFICATE_AGE = 15;

/** The 5th birthday after issue ends the validity (R5; card.md, "Certificates"). */
const BIRTHDAYS_OF_VALIDITY = 5;

/** The day in Japan at `moment`, as `YYYY-MM-DD`. */
export function dayInJapan(moment: Date): string {
  return new Date(moment.getTime() + JAPAN_OFFSET_MS).toISOString().slice(0, 10);
}

/** The last second of a day in Japan. */
export function endOfDayInJapan(day: string): Date {
  return new Date(`${day}T23:59:59+09:00`);
}

/**
 * The 5th birthday after the day of issue: one on the day of issue itself does not count.
 * @param birthDate `YYYY-MM-DD`
 * @returns `YYYY-MM-DD`
 */
export function fifthBirthdayAfter(issuedAt: Date, birthDate: string): string {
  const issueDay = dayInJapan(issuedAt);
  const issueYear = yearOf(issueDay);
  const isStillAheadThisYear = birthdayIn(issueYear, birthDate) > issueDay;
  return birthdayIn(issueYear + BIRTHDAYS_OF_VALIDITY - (isStillAheadThisYear ? 1 : 0), birthDate);
}

export function isOldEnoughToSign(birthDate: string, at: Date): boolean {
  return birthdayIn(yearOf(birthDate) + SIGN_CERTIFICATE_AGE, birthDate) <= dayInJapan(at);
}

/**
 * Who was born on 29 February has the birthday on the 28th in years without a 29th, as on the driving licence (Road
 * Traffic Act, article 92-2): the earlier of the two days, so that validity is never longer than "at most" allows.
 */
function birthdayIn(year: number, birthDate: string): string {
  const monthDay = birthDate.slice(5);
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return `${year}-${monthDay === '02-29' && !isLeapYear ? '02-28' : monthDay}`;
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}
