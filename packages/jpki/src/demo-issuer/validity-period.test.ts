import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eraOf } from './era.ts';
import { dayInJapan, endOfDayInJapan, fifthBirthdayAfter, isOldEnoughToSign } from './validity-period.ts';

const at = (japaneseTime: string) => new Date(`${japaneseTime}+09:00`);

describe('R5: a certificate ends with the 5th birthday after issue', () => {
  it.each([
    ['the birthday is still ahead this year', '2026-02-01', '1991-05-15', '2030-05-15'],
    ['the birthday of this year is over', '2026-06-01', '1991-05-15', '2031-05-15'],
    ['issued the day before the birthday', '2026-05-14', '1991-05-15', '2030-05-15'],
    ['issued on the birthday, which does not count', '2026-05-15', '1991-05-15', '2031-05-15'],
    ['issued on New Year’s Eve', '2026-12-31', '1991-01-01', '2031-01-01'],
    ['born on 29 February, ends in a common year', '2026-02-01', '2000-02-29', '2030-02-28'],
    ['born on 29 February, ends in a leap year', '2027-06-01', '2000-02-29', '2032-02-29'],
    ['born on 29 February, issued on the 28th of a common year', '2026-02-28', '2000-02-29', '2031-02-28'],
    ['born on 29 February, issued on the 28th of a leap year', '2028-02-28', '2000-02-29', '2032-02-29'],
    ['born on 29 February, issued on it', '2028-02-29', '2000-02-29', '2033-02-28'],
  ])('%s', (_, issueDay, birthDate, end) => {
    expect(fifthBirthdayAfter(at(`${issueDay}T12:00:00`), birthDate)).toBe(end);
  });

  it('the day is Japan’s: one second decides, whatever the server’s time zone', () => {
    expect(fifthBirthdayAfter(at('2026-05-14T23:59:59'), '1991-05-15')).toBe('2030-05-15');
    expect(fifthBirthdayAfter(at('2026-05-15T00:00:00'), '1991-05-15')).toBe('2031-05-15');
    expect(endOfDayInJapan('2031-05-15')).toEqual(new Date('2031-05-15T14:59:59Z'));
    expect(dayInJapan(new Date('2026-12-31T15:00:00Z'))).toBe('2027-01-01');
  });

  it('is more than four and at most five years away, for every birth date and day of issue', () => {
    const day = fc
      .date({ min: new Date('1930-01-01'), max: new Date('2049-12-31'), noInvalidDate: true })
      .map(dayInJapan);
    fc.assert(
      fc.property(day, day, (birthDate, issueDay) => {
        const end = fifthBirthdayAfter(at(`${issueDay}T12:00:00`), birthDate);
        const [year, monthDay] = [Number(issueDay.slice(0, 4)), issueDay.slice(5)];
        expect(end > `${year + 4}-${monthDay}`).toBe(true);
        // A holder of 29 February issued on the 28th of a common year has had that year's birthday.
        expect(end <= `${year + 5}-${monthDay === '02-28' ? '02-29' : monthDay}`).toBe(true);
      }),
    );
  });
});

describe('R41: holders under 15 have no signature certificate', () => {
  it.each([
    ['2011-05-15', '2026-05-14T23:59:59', false],
    ['2011-05-15', '2026-05-15T00:00:00', true],
    ['2012-02-29', '2027-02-27T23:59:59', false],
    ['2012-02-29', '2027-02-28T00:00:00', true],
    ['1944-01-01', '2026-01-01T00:00:00', true],
  ])('born %s, at %s: %s', (birthDate, moment, isOldEnough) => {
    expect(isOldEnoughToSign(birthDate, at(moment))).toBe(isOldEnough);
  });
});

describe('the era of a birth date', () => {
  it.each([
    ['1868-01-24', 0],
    ['1868-01-25', 1],
    ['1912-07-29', 1],
    ['1912-07-30', 2],
    ['1926-12-24', 2],
    ['1926-12-25', 3],
    ['1989-01-07', 3],
    ['1989-01-08', 4],
    ['2019-04-30', 4],
    ['2019-05-01', 5],
  ])('%s is %s', (day, era) => {
    expect(eraOf(day)).toBe(era);
  });
});
