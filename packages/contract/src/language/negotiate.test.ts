import { describe, expect, it } from 'vitest';
import { negotiateLanguage, preferredLanguage } from './negotiate.ts';

describe('the language of a caller', () => {
  it.each([
    ['ja-JP', 'ja'],
    ['fr, en-GB;q=0.8, ja;q=0.5', 'en'],
    ['ja;q=0.5, ko', 'ko'],
    ['zh-CN', 'zh-Hans'],
    ['zh-TW', 'zh-Hans'],
    ['ZH-hans', 'zh-Hans'],
    ['pt-PT', 'pt-BR'],
    ['ja-easy', 'ja-easy'],
    ['vi-VN,vi;q=0.9', 'vi'],
  ])('is the heaviest that there is: %s → %s', (header, language) => {
    expect(negotiateLanguage(header)).toBe(language);
  });

  it.each([
    undefined,
    '',
    'fr',
    '*',
    'en;q=0',
    'q=;;,,=',
    'toString',
    'en;q=x',
  ])('is Japanese for whoever asks for nothing that there is: %s', (header) => {
    expect(negotiateLanguage(header)).toBe('ja');
  });

  it('is the first of the browser’s list', () => {
    expect(preferredLanguage(['fr-FR', 'pt-PT', 'en'])).toBe('pt-BR');
    expect(preferredLanguage([])).toBe('ja');
  });
});
