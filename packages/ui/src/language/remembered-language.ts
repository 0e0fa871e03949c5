import { isLanguage, type Language, preferredLanguage } from '@kaijo/contract/language';

/** What of `localStorage` is needed; absent or throwing where a browser forbids storage. */
export interface LanguageStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const KEY = 'kaijo-language';

/** The language chosen before on this device, or the first of the browser's that there is. */
export function startLanguage(store: LanguageStore | undefined, tags: readonly string[]): Language {
  const remembered = attempt(() => store?.getItem(KEY));
  return remembered != null && isLanguage(remembered) ? remembered : preferredLanguage(tags);
}

/** Keeps the choice, and nothing but a language, on this device. A kiosk keeps none: give it no store. */
export function rememberLanguage(store: LanguageStore | undefined, language: Language): void {
  attempt(() => store?.setItem(KEY, language));
}

/** Browsers throw where storage is switched off; the choice then lasts as long as the page. */
function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
