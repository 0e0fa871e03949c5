import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCharacters, isTooLong, maskPersonalData, tidyText } from './rules.ts';

describe('R37: what looks like personal data is found and masked', () => {
  it.each([
    ['123456789012', '［番号］'],
    ['マイナンバーは1234 5678 9012です', 'マイナンバーは［番号］です'],
    ['１２３４－５６７８－９０１２', '［番号］'],
    ['12-34-56-78-90-12', '［番号］'],
    ['1\u200b2\u200b3\u200b4\u200b5\u200b6\u200b7\u200b8\u200b9\u200b0\u200b1\u200b2', '［番号］'],
    ['①②③④⑤⑥⑦⑧⑨０①②', '［番号］'],
    ['١٢٣٤٥٦٧٨٩٠١٢', '［番号］'],
    ['一二三四五六七八九〇一二', '［番号］'],
    ['カード4111 1111 1111 1111', 'カード［番号］'],
    ['1234\n5678\n9012', '［番号］'],
  ])('a number like the individual number: %j', (text, masked) => {
    expect(maskPersonalData(text)).toEqual({ found: ['number'], masked });
  });

  it.each([
    ['090-1234-5678', '［電話番号］'],
    ['電話 ０３（１２３４）５６７８ まで', '電話 ［電話番号］ まで'],
    ['+81 90 1234 5678', '［電話番号］'],
    ['0312345678', '［電話番号］'],
    ['０９０ー１２３４ー５６７８', '［電話番号］'],
  ])('a telephone number: %j', (text, masked) => {
    expect(maskPersonalData(text)).toEqual({ found: ['phone'], masked });
  });

  it.each([
    ['hanako@example.jp', '［メールアドレス］'],
    ['ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐへ', '［メールアドレス］'],
    ['hanako.k+test @ mail.example.co.jp ', '［メールアドレス］ '],
  ])('a mail address: %j', (text, masked) => {
    expect(maskPersonalData(text)).toEqual({ found: ['email'], masked });
  });

  it.each(['〒100-0001', '〒１０００００１', '100-0001'])('a postcode: %j', (text) => {
    expect(maskPersonalData(text)).toEqual({ found: ['postcode'], masked: '［郵便番号］' });
  });

  it.each([
    '東京都解錠区鍵が丘一丁目1番1号',
    '解錠区鍵が丘1-2-3',
    '鍵山市北合鍵三丁目',
    '東京都 解錠区 鍵が丘１丁目２番地３',
    '北海道錠別市北三条東一丁目2番地',
  ])('an address: %j', (text) => {
    const { found, masked } = maskPersonalData(`${text}、山田`);
    expect(found).toEqual(['address']);
    expect(masked).toBe('［住所］、山田');
  });

  it.each([
    '手順が分かりやすかったです。',
    '6時30分から23時まで使えるのは便利。24時間前に予約した。',
    '暗証番号は英数字6〜16文字、数字4桁と書いてあるが違いが分からない',
    '2026年1月1日に予約した',
    '3回試した。1,000円かかると思った',
    '市役所の窓口は混んでいた',
    '😀👨‍👩‍👧‍👦 とても良い',
    'مرحبا، الصفحة مفيدة',
    '<script>alert(1)</script>',
  ])('and what is none stays as it is: %j', (text) => {
    expect(maskPersonalData(text)).toEqual({ found: [], masked: text });
  });

  it('finds several, and keeps the text around them', () => {
    expect(maskPersonalData('花子 hanako@example.jp 090-1234-5678 までご連絡を😀')).toEqual({
      found: ['email', 'phone'],
      masked: '花子 ［メールアドレス］ ［電話番号］ までご連絡を😀',
    });
  });

  it('leaves no twelve digits in a row in any text, however they are written', () => {
    const scripts = ['0123456789', '０１２３４５６７８９', '٠١٢٣٤٥٦٧٨٩', '〇一二三四五六七八九'];
    const digit = fc
      .tuple(fc.constantFrom(...scripts), fc.integer({ min: 0, max: 9 }))
      .map(([script, value]) => [...script][value] as string);
    const gap = fc.constantFrom('', '', ' ', '-', '　', '－', '\u200b', '・', '\n');
    const number = fc.array(fc.tuple(digit, gap), { minLength: 12, maxLength: 12 }).map((parts) =>
      parts
        .map((part) => part.join(''))
        .join('')
        .trim(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('', 'あ', 'no. ', '😀'),
        number,
        fc.constantFrom('', 'です', '!'),
        (before, mine, after) => {
          const { found, masked } = maskPersonalData(before + mine + after);
          expect(found.length).toBeGreaterThan(0);
          const left = [...masked].filter((one) => /\p{Nd}|[〇一二三四五六七八九]/u.test(one)).length;
          expect(left).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('masking once is enough', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const { masked } = maskPersonalData(text);
        expect(maskPersonalData(masked).found.filter((kind) => kind === 'number')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no longer for a hostile text than for any other', () => {
    const hostile = ['あ'.repeat(4_000), '1-'.repeat(2_000), 'a@a.'.repeat(1_000), '市1丁目'.repeat(1_000)];
    // A pattern that backtracks without end would hang here.
    for (const text of hostile) expect(maskPersonalData(text).masked.length).toBeGreaterThan(0);
  });
});

describe('the text has at most 1,000 characters, as people count them', () => {
  it.each([
    ['あ'.repeat(1_000), false],
    ['あ'.repeat(1_001), true],
    ['👨‍👩‍👧‍👦'.repeat(500), false],
    ['👍🏽'.repeat(1_000), false],
    ['👍🏽'.repeat(1_001), true],
    ['e\u0301'.repeat(1_000), false],
    [`a${'\u0301'.repeat(5_000)}`, true],
  ])('%#', (text, tooLong) => {
    expect(isTooLong(text)).toBe(tooLong);
  });

  it('a line break of a form is one character', () => {
    expect(countCharacters(tidyText(' a\r\nb\rc\n'))).toBe(5);
  });
});
