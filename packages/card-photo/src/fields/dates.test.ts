import { describe, expect, it } from 'vitest';
import { readAs } from '../testing/read-as.ts';
import { sightBirth, sightExpiry } from './dates.ts';

describe('the birth date as printed', () => {
  it.each([
    ['平成3年5月15日生', { calendar: 'era', era: 'heisei', year: 3, month: 5, day: 15 }],
    ['昭和 2年 1月 9日生性別女', { calendar: 'era', era: 'showa', year: 2, month: 1, day: 9 }],
    ['大正10年12月31日生', { calendar: 'era', era: 'taisho', year: 10, month: 12, day: 31 }],
    ['平成元年2月3日性别男', { calendar: 'era', era: 'heisei', year: 1, month: 2, day: 3 }],
    ['半成15年7月21日生', { calendar: 'era', era: 'heisei', year: 15, month: 7, day: 21 }],
    ['和52年4月9日生性别女', { calendar: 'era', era: 'showa', year: 52, month: 4, day: 9 }],
    ['#45年4月9日生', { calendar: 'era', era: 'showa', year: 45, month: 4, day: 9 }],
    ['平成18年11月3日别男', { calendar: 'era', era: 'heisei', year: 18, month: 11, day: 3 }],
    ['1999年10月28日生', { calendar: 'western', year: 1999, month: 10, day: 28 }],
    ['平成３年５月１５日生', { calendar: 'era', era: 'heisei', year: 3, month: 5, day: 15 }],
  ])('%s', (printed, value) => {
    expect(sightBirth(readAs(printed))?.value).toEqual(value);
  });

  it.each([
    ['no era before two digits: it could be of two eras, or what is left of a western year', '15年7月21日生'],
    ['half a name that two eras share', '#和2年4月9日生'],
    ['a name of two eras at once', '大和2年4月9日生'],
    ['a name with nothing of an era', '半年15年7月21日生'],
    ['three digits of a western year', '956年3月22日生'],
    ['digits before a western year', '11999年10月28日生'],
    ['an era before a western year', '平成1999年10月28日生'],
    ['the day of expiry beside 性別, where it runs on', '2034年5月5日性别女'],
    ['a note about a move, which is no birth', '令和5年4月1日開錠市鍵町1番地'],
    ['the day of expiry', '2029年5月15日まで有効'],
  ])('is not seen in %s', (_, printed) => {
    expect(sightBirth(readAs(printed))).toBeUndefined();
  });

  it('hangs on its digits and its era, not on 年, 月 and 日', () => {
    const seen = sightBirth(readAs('平成3年5月15日生', { 年: 0.1, 月: 0.1, 日: 0.1 }));
    expect(Math.min(...(seen?.characters ?? []).map(({ probability }) => probability))).toBeGreaterThan(0.9);
    const doubtful = sightBirth(readAs('平成3年5月15日生', { '5': 0.3 }));
    expect(Math.min(...(doubtful?.characters ?? []).map(({ probability }) => probability))).toBe(0.3);
    const noEra = sightBirth(readAs('平成3年5月15日生', { 平: 0.2, 成: 0.2 }));
    expect(Math.min(...(noEra?.characters ?? []).map(({ probability }) => probability))).toBeLessThan(0.4);
  });
});

describe('the day of expiry', () => {
  it.each([
    '2029年5月15日まで有効',
    '2029年 5月15日飞有',
    '平成3年5月15日生2029年5月15日未飞有效',
  ])('%s', (printed) => {
    expect(sightExpiry(readAs(printed))?.value).toEqual({ year: 2029, month: 5, day: 15 });
  });

  it.each([
    ['the end of the certificates, which some write in by hand', '電子証明書の有効期限2027年9月24日'],
    ['a birth date', '1999年10月28日生'],
    ['a year with a digit too many', '12029年5月15日まで有効'],
    ['a driving licence’s year in brackets', '2029年(令和11年)06月15日まで有効'],
  ])('is not seen in %s', (_, printed) => {
    expect(sightExpiry(readAs(printed))).toBeUndefined();
  });
});
