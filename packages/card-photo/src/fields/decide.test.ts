import type { CalendarDate } from '@kaijo/mynacard';
import { describe, expect, it } from 'vitest';
import { isComplete, pinBOf } from '../reading.ts';
import { readAs } from '../testing/read-as.ts';
import { sightBirth, sightExpiry } from './dates.ts';
import { decideFields } from './decide.ts';
import { sightCode } from './security-code.ts';

const TODAY: CalendarDate = { year: 2026, month: 4, day: 1 };

/** Three views of each field, as read. */
function decided(
  birth: readonly string[],
  expiry: readonly string[],
  code: readonly string[],
  otherCodes = 0,
) {
  return decideFields(
    {
      birth: birth.map((text) => sightBirth(readAs(text))),
      expiry: expiry.map((text) => sightExpiry(readAs(text))),
      securityCode: code.map((text) => sightCode(readAs(text))),
      otherCodes,
    },
    TODAY,
  );
}
const three = (text: string): string[] => [text, text, text];
const BIRTH = '平成3年5月15日生';
const EXPIRY = '2029年5月15日まで有効';

describe('what is sure may go to the card', () => {
  it('an era date gives the era year in PIN-B', () => {
    const fields = decided(three(BIRTH), three(EXPIRY), three('1234'));
    expect(isComplete(fields)).toBe(true);
    const composed = pinBOf(fields, TODAY);
    expect(
      composed.kind === 'composed' && composed.pinB.secret.use((bytes) => new TextDecoder().decode(bytes)),
    ).toBe('03051520291234');
  });

  it('a western date gives the last two digits of its year, and need not be the day of expiry', () => {
    const fields = decided(three('1999年10月28日生'), three('2031年3月14日まで有効'), three('8405'));
    const composed = pinBOf(fields, TODAY);
    expect(
      composed.kind === 'composed' && composed.pinB.secret.use((bytes) => new TextDecoder().decode(bytes)),
    ).toBe('99102820318405');
  });
});

describe('what is not sure is asked of the holder, and its value is not given away', () => {
  it('a view that clearly reads something else', () => {
    const fields = decided([BIRTH, BIRTH, '平成3年5月16日生'], three(EXPIRY), ['1234', '1234', '1284']);
    expect([fields.birth.certainty, fields.securityCode.certainty]).toEqual(['unsure', 'unsure']);
    expect(fields.securityCode).not.toHaveProperty('value');
    expect(pinBOf(fields, TODAY)).toEqual({ kind: 'unsure' });
  });

  it('only one view that reads it at all', () => {
    expect(decided([BIRTH, '', ''], three(EXPIRY), ['1234', '', '']).securityCode.certainty).toBe('unsure');
  });

  it('no view that reads it', () => {
    expect(decided([], [], []).birth).toEqual({ certainty: 'not-found' });
  });

  it('a Japanese national’s card ends on a birthday: another day speaks against the birth date', () => {
    expect(decided(three(BIRTH), three('2029年5月16日まで有効'), three('1234')).birth.certainty).toBe(
      'unsure',
    );
    expect(decided(three(BIRTH), [], three('1234')).birth.certainty).toBe('unsure');
  });

  it.each([
    ['no date', '平成3年2月30日生', '2029年2月30日まで有効'],
    ['not in its era', '昭和64年5月15日生', '2029年5月15日まで有効'],
    ['in the future', '令和8年5月15日生', '2029年5月15日まで有効'],
  ])('a birth date that is %s', (_, birth, expiry) => {
    expect(decided(three(birth), three(expiry), three('1234')).birth.certainty).toBe('unsure');
  });

  it.each([
    '2025年5月15日まで有効',
    '2039年5月15日まで有効',
  ])('a year that no valid card ends in: %s', (expiry) => {
    expect(decided(three(BIRTH), three(expiry), three('1234')).expiryYear.certainty).toBe('unsure');
  });

  it('two places that could hold the security code', () => {
    expect(decided(three(BIRTH), three(EXPIRY), three('1234'), 1).securityCode.certainty).toBe('unsure');
  });
});
