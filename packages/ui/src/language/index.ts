export {
  DEFAULT_LANGUAGE,
  type InEveryLanguage,
  isLanguage,
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
  languageTag,
  negotiateLanguage,
  preferredLanguage,
} from '@kaijo/contract/language';
export type { Catalogue, Entry, Plural, Source, Texts } from './catalogue.ts';
export { type Formats, formatsOf } from './formats.ts';
export { type LanguageStore, rememberLanguage, startLanguage } from './remembered-language.ts';
export { textsOf } from './texts.ts';
