import type { CalendarDate } from '@kaijo/mynacard';
import { describe, expect, it } from 'vitest';
import type { Grammar } from '../ctc/grammar.ts';
import { type Match, match } from '../ctc/match.ts';
import { isComplete, pinBOf } from '../reading.ts';
import { readAs, type Seen } from '../testing/read-as.ts';
import { decideFields } from './decide.ts';
import { BIRTH_AGAIN, CODE, EXPIRY_AGAIN, EXPIRY as EXPIRY_IN_LINE } from './expressions.ts';

const TODAY: CalendarDate = { year: 2026, month: 4, day: 1 };

type View = string | readonly Seen[];

/** Views of each field, as read: the first of the expiry takes in the whole line. */
function decided(birth: readonly View[], expiry: readonly View[], code: readonly View[], otherCodes = 0) {
  const views = (grammar: Grammar, printed: readonly View[]): Match[] =>
    printed.flatMap((one) => match(grammar, readAs(one).steps) ?? []);
  return decideFields(
    {
      birth: views(BIRTH_AGAIN, birth),
      expiry: [...views(EXPIRY_IN_LINE, expiry.slice(0, 1)), ...views(EXPIRY_AGAIN, expiry.slice(1))],
      securityCode: views(CODE, code),
      otherCodes,
    },
    TODAY,
  );
}
const three = (text: View): View[] => [text, text, text];
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

it('a digit of the birthday that is unclear by itself is told by the day of expiry', () => {
  const unclear: View = ['平', '成', '3', '年', { 5: 0.6, 6: 0.35 }, '月', '1', '5', '日', '生'];
  expect(decided(three(unclear), three(EXPIRY), three('1234')).birth).toMatchObject({
    certainty: 'sure',
    value: { era: 'heisei', year: 3, month: 5, day: 15 },
  });
});

describe('what is not sure is asked of the holder, and its value is not given away', () => {
  it('a view that clearly reads something else', () => {
    const fields = decided([BIRTH, BIRTH, '平成3年5月16日生'], three(EXPIRY), ['1234', '1234', '1284']);
    expect([fields.birth.certainty, fields.securityCode.certainty]).toEqual(['unsure', 'unsure']);
    expect(fields.securityCode).not.toHaveProperty('value');
    expect(pinBOf(fields, TODAY)).toEqual({ kind: 'unsure' });
  });

  it('a digit that every view sees as half another one', () => {
    const half = ['1', '2', { 3: 0.6, 8: 0.35 }, '4'];
    expect(decided(three(BIRTH), three(EXPIRY), three(half)).securityCode.certainty).toBe('unsure');
  });

  it('a digit that every view rather takes for a character of another kind', () => {
    const smeared = ['1', '2', { 3: 0.2, 乃: 0.7 }, '4'];
    expect(decided(three(BIRTH), three(EXPIRY), three(smeared)).securityCode.certainty).toBe('unsure');
  });

  it('an era that could be two', () => {
    expect(decided(three('#和2年5月15日生'), three(EXPIRY), three('1234')).birth.certainty).toBe('unsure');
  });

  it('和 alone, though 令和 has not come to that year', () => {
    expect(decided(three('#和14年5月15日生'), three(EXPIRY), three('1234')).birth.certainty).toBe('unsure');
  });

  it('a digit of which half was burnt away, when every view reads the other half as a digit', () => {
    const half: View = ['昭', '和', '4', { 1: 0.86, 4: 0.1 }, '年', '5', '月', '1', '5', '日', '生'];
    expect(decided(three(half), three(EXPIRY), three('1234')).birth.certainty).toBe('unsure');
  });

  it('another date of the card, where the expiry was not found', () => {
    const certificates = three('2028年7月10日まで有効');
    expect(decided(three(BIRTH), certificates, three('1234')).expiryYear.certainty).toBe('unsure');
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
