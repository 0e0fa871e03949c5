import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { sentenceFor } from './sentence.ts';

const EVERY = {
  ja: '点検中です。',
  'ja-easy': '機械（きかい）を しらべています。',
  en: 'Being checked.',
  'zh-Hans': '正在检修。',
  ko: '점검 중입니다.',
  vi: 'Đang kiểm tra.',
  'pt-BR': 'Em verificação.',
};

describe("an operator's sentence (R36, R42)", () => {
  it('is read in the own language by everybody, where it was written in all', () => {
    for (const language of LANGUAGES) expect(sentenceFor(EVERY, language).text).toBe(EVERY[language]);
    expect(sentenceFor(EVERY, 'ja-easy').lang).toBe('ja');
    expect(sentenceFor(EVERY, 'pt-BR').lang).toBe('pt-BR');
  });

  it('is read in English where it is missing, in Japanese by who reads easy Japanese, and says in which', () => {
    const { ja, en, ko } = EVERY;
    const said = (language: (typeof LANGUAGES)[number]) => sentenceFor({ ja, en, ko }, language);
    expect(said('vi')).toEqual({ text: en, lang: 'en' });
    expect(said('ko')).toEqual({ text: ko, lang: 'ko' });
    expect(said('ja-easy')).toEqual({ text: ja, lang: 'ja' });
  });

  it('is read in Japanese where there is nothing else, or nothing but blanks', () => {
    const { ja } = EVERY;
    for (const language of LANGUAGES)
      expect(sentenceFor({ ja, en: ' ', vi: '' }, language)).toEqual({ text: ja, lang: 'ja' });
  });
});
