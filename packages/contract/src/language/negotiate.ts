import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from './language.ts';

const LONGEST_HEADER = 200;

/** The first language of Accept-Language (RFC 9110, 12.5.4) that there is, by weight; Japanese otherwise. */
export function negotiateLanguage(header: string | undefined): Language {
  return firstKnownLanguage(rangesOf(header ?? '')) ?? DEFAULT_LANGUAGE;
}

/** The first of `navigator.languages` that there is; Japanese otherwise. */
export function preferredLanguage(tags: readonly string[]): Language {
  return firstKnownLanguage(tags) ?? DEFAULT_LANGUAGE;
}

function rangesOf(header: string): readonly string[] {
  return header
    .slice(0, LONGEST_HEADER)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

function firstKnownLanguage(tags: readonly string[]): Language | undefined {
  for (const tag of tags) {
    const known = knownLanguage(tag.toLowerCase());
    if (known !== undefined) return known;
  }
  return undefined;
}

/**
 * Lookup (RFC 4647, 3.4) of the whole tag first (`ja-easy`), then of the primary language alone: who reads another
 * Portuguese or traditional Chinese reads these better than Japanese.
 */
function knownLanguage(tag: string): Language | undefined {
  const primary = tag.split('-')[0];
  return (
    LANGUAGES.find((language) => language.toLowerCase() === tag) ??
    LANGUAGES.find((language) => language.split('-')[0]?.toLowerCase() === primary)
  );
}
