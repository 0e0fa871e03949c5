import type { Sentence } from '../scalars.ts';
import { type Language, languageTag } from './language.ts';

/** Where a sentence is looked for when it was not written in a language. Who reads one of these reads the next one best. */
const INSTEAD: Readonly<Record<Language, readonly Language[]>> = {
  ja: ['ja'],
  'ja-easy': ['ja-easy', 'ja'],
  en: ['en', 'ja'],
  'zh-Hans': ['zh-Hans', 'en', 'ja'],
  ko: ['ko', 'en', 'ja'],
  vi: ['vi', 'en', 'ja'],
  'pt-BR': ['pt-BR', 'en', 'ja'],
};

/** The language in which somebody who reads `language` gets an operator's sentence. */
export function sentenceLanguage(sentence: Sentence, language: Language): Language {
  return INSTEAD[language].find((one) => (sentence[one] ?? '').trim() !== '') ?? 'ja';
}

/**
 * An operator's sentence in the reader's language, or in the nearest one that it was written in (R36, R42).
 * `lang` is for the `lang` attribute: what is read out in a foreign voice is not understood (WCAG 2.2, 3.1.2).
 */
export function sentenceFor(
  sentence: Sentence,
  language: Language,
): { readonly text: string; readonly lang: string } {
  const written = sentenceLanguage(sentence, language);
  return { text: sentence[written] ?? sentence.ja, lang: languageTag(written) };
}
