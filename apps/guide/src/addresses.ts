import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from '@kaijo/contract/language';

/** Japanese stands at the root, the others behind their names: `/`, `/en/`, `/zh-Hans/`. */
export function prefixOf(language: Language): string {
  return language === DEFAULT_LANGUAGE ? '' : `/${language}`;
}

/** @param path of the page in Japanese, `/stores` */
export function addressOf(language: Language, path: string): string {
  return `${prefixOf(language)}${path}`;
}

export { LANGUAGES };
