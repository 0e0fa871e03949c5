export {
  DEFAULT_LANGUAGE,
  type InEveryLanguage,
  isLanguage,
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
  languageTag,
} from './language.ts';
export { negotiateLanguage, preferredLanguage } from './negotiate.ts';
export { sentenceFor, sentenceLanguage } from './sentence.ts';
