import { describe, expect, it } from 'vitest';
import { match } from '../ctc/match.ts';
import { readAs, type Seen } from '../testing/read-as.ts';
import { BIRTH, CODE, EXPIRY } from './expressions.ts';
import { fuse, likelihoods } from './fuse.ts';

function read(grammar: typeof BIRTH, printed: string | readonly Seen[]): string | undefined {
  const seen = match(grammar, readAs(printed).steps);
  if (seen === undefined || seen.evidence < 1e-3) return undefined;
  const parts = ['year', 'month', 'day'].map((part) => fuse([likelihoods(seen, part)]));
  return parts.map((part) => (part !== undefined && part.probability > 0.7 ? part.value : '?')).join('-');
}

describe('the birth date as printed', () => {
  it.each([
    ['平成3年5月15日生', 'heisei 3-5-15'],
    ['昭和 2年 1月 9日生性別女', 'showa 2-1-9'],
    ['大正10年12月31日生', 'taisho 10-12-31'],
    ['平成元年2月3日性别男', 'heisei 1-2-3'],
    ['半成15年7月21日生', 'heisei 15-7-21'],
    ['#和52年4月9日生性别女', 'showa 52-4-9'],
    ['##45年4月9日生', 'showa 45-4-9'],
    ['今和3年4月9日生', 'reiwa 3-4-9'],
    ['平成18年11月3日别男', 'heisei 18-11-3'],
    ['1999年10月28日生', 'western 1999-10-28'],
    ['平成03年05月15日生', 'heisei 3-5-15'],
  ])('%s', (printed, value) => {
    expect(read(BIRTH, printed)).toBe(value);
  });

  it.each([
    ['no era before two digits: it could be of two eras, or what is left of a western year', '15年7月21日生'],
    ['three digits of a western year', '956年3月22日生'],
    ['a note about a move, which is no birth', '令和5年4月1日開錠市鍵町1番地'],
    ['the day of expiry', '2029年5月15日まで有効'],
    ['the day of expiry beside 性別, where it runs on', '2034年5月5日性别女'],
  ])('is not seen in %s', (_, printed) => {
    expect(read(BIRTH, printed) ?? '?').toMatch(/^\?/);
  });

  it.each([
    ['half a name that two eras share', '#和2年4月9日生'],
    ['a name of two eras at once', '大和2年4月9日生'],
    ['a name with nothing of an era', '半年15年7月21日生'],
  ])('its year is open with %s', (_, printed) => {
    expect(read(BIRTH, printed)).toMatch(/^\?/);
  });
});

describe('the day of expiry', () => {
  it.each([
    '2029年5月15日まで有効',
    '2029年 5月15日飞有',
    '平成3年5月15日生2029年5月15日未飞有效',
  ])('%s', (printed) => {
    expect(read(EXPIRY, printed)).toBe('2029-5-15');
  });

  it.each([
    ['the end of the certificates, which some write in by hand', '電子証明書の有効期限2027年9月24日'],
    ['a birth date', '1999年10月28日生'],
    ['a driving licence’s year in brackets', '2029年(令和11年)06月15日まで有効'],
  ])('is not seen in %s', (_, printed) => {
    expect(read(EXPIRY, printed)).toBeUndefined();
  });
});

it('a security code is four digits at the end of a line, behind whatever the label was taken for', () => {
  const evidence = (printed: string): number => match(CODE, readAs(printed).steps)?.evidence ?? 0;
  expect(evidence('七丰工リ子亻コ一ド8405')).toBeGreaterThan(0.9);
  expect(evidence('840')).toBeLessThan(0.02);
  expect(match(CODE, readAs('8405番').steps)?.tags.get('3 5') ?? 0).toBeLessThan(0.1);
});
