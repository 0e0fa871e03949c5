/** The languages of every screen (screens.md). `ja-easy` is やさしい日本語: Japanese in short sentences with readings. */
export const LANGUAGES = ['ja', 'ja-easy', 'en', 'zh-Hans', 'ko', 'vi', 'pt-BR'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Japanese is spoken to whoever asks for nothing that there is. */
export const DEFAULT_LANGUAGE: Language = 'ja';

/** One value for each language; a missing one does not compile. */
export type InEveryLanguage<T> = Readonly<Record<Language, T>>;

/** The languages' own names, as a picker shows them. */
export const LANGUAGE_NAMES: InEveryLanguage<string> = {
  ja: '日本語',
  'ja-easy': 'やさしい日本語',
  en: 'English',
  'zh-Hans': '简体中文',
  ko: '한국어',
  vi: 'Tiếng Việt',
  'pt-BR': 'Português (Brasil)',
};

/**
 * The BCP 47 tag for the `lang` attribute, `Intl` and speech. Easy Japanese has no registered tag of its own: screen
 * readers and fonts shall treat it as Japanese.
 */
export function languageTag(language: Language): string {
  return language === 'ja-easy' ? 'ja' : language;
}

export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}
