import { type InEveryLanguage, LANGUAGES } from '@kaijo/contract/language';
import {
  type Catalogue,
  type Entry,
  isEntry,
  placeholdersOf,
  type Source,
  sentencesOf,
} from '../language/catalogue.ts';
import type { CatalogueLoaders } from '../texts/index.ts';

/**
 * What the compiler cannot see of an app's catalogues: equal placeholders, nothing empty, nothing left in Japanese.
 * @returns what is wrong, a line each; empty when all is well
 */
export async function catalogueFaults<S extends Source>(loaders: CatalogueLoaders<S>): Promise<string[]> {
  const loaded = await Promise.all(
    LANGUAGES.map(async (language) => [language, await loaders[language]()] as const),
  );
  return faultsOf(Object.fromEntries(loaded) as InEveryLanguage<Catalogue<S>>);
}

export function faultsOf<S extends Source>(catalogues: InEveryLanguage<Catalogue<S>>): string[] {
  const entries = Object.fromEntries(
    LANGUAGES.map((language) => [language, new Map(flatten(catalogues[language] as Source))]),
  ) as InEveryLanguage<Map<string, Entry>>;
  return LANGUAGES.flatMap((language) =>
    [...entries.ja].flatMap(([key, source]) => {
      const entry = entries[language].get(key);
      if (entry === undefined) return [`${language} ${key}: missing`];
      const english = language === 'en' ? undefined : entries.en.get(key);
      return entryFaults(language, source, entry, english).map((fault) => `${language} ${key}: ${fault}`);
    }),
  );
}

function entryFaults(language: string, source: Entry, entry: Entry, english: Entry | undefined): string[] {
  const faults: string[] = [];
  const wanted = placeholdersOf(source).join();
  if (sentencesOf(entry).some((sentence) => sentence.trim() === '')) faults.push('empty');
  if (placeholdersOf(entry).join() !== wanted) faults.push(`placeholders are not ${wanted || 'none'}`);
  if (typeof entry !== 'string' && !wanted.split(',').includes(entry.by))
    faults.push('plural by no placeholder');
  if (untranslated(language, entry, english)) faults.push('not translated');
  return faults;
}

const KANA = /[ぁ-んァ-ヴ]/;
const KANJI = /[一-龠]/;
const LETTER = /\p{L}/u;
/** Three words and more in a row are no name that all languages share. */
const LATIN_WORDS = /([A-Za-z]{2,}\s+){2}[A-Za-z]{2,}/;

/** What stands in brackets or quotation marks: there a resident reads the word that is on the card or in the office. */
const QUOTED = /（[^（）]*）|\([^()]*\)|“[^”]*”|「[^」]*」/g;

/** Japanese left in a language that is none (unless quoted), or the English sentence left anywhere else. */
function untranslated(language: string, entry: Entry, english: Entry | undefined): boolean {
  const words = sentencesOf(entry).join('\n');
  const copied =
    english !== undefined && LATIN_WORDS.test(words) && words === sentencesOf(english).join('\n');
  if (copied || language.startsWith('ja')) return copied;
  const own = words.replace(QUOTED, '');
  return (
    KANA.test(own) || (language !== 'zh-Hans' && KANJI.test(own)) || !(own === words || LETTER.test(own))
  );
}

function* flatten(source: Source, prefix = ''): Generator<[string, Entry]> {
  for (const [key, value] of Object.entries(source)) {
    if (isEntry(value)) yield [prefix + key, value];
    else yield* flatten(value, `${prefix}${key}.`);
  }
}
