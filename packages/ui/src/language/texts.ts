import { type Language, languageTag } from '@kaijo/contract/language';
import {
  type Catalogue,
  type Entry,
  isEntry,
  PLACEHOLDER,
  placeholdersOf,
  type Source,
  type Texts,
} from './catalogue.ts';

type Values = Readonly<Record<string, string | number>>;

/**
 * Turns a catalogue into what screens use. Numbers are written as the language writes them.
 *
 * @param catalogue of `language`; its placeholders are those of the source (a test checks it)
 */
export function textsOf<S extends Source>(language: Language, catalogue: Catalogue<S>): Texts<S> {
  const tag = languageTag(language);
  const speaker = { numbers: new Intl.NumberFormat(tag), plurals: new Intl.PluralRules(tag) };
  return group(catalogue as Source, speaker) as Texts<S>;
}

interface Speaker {
  readonly numbers: Intl.NumberFormat;
  readonly plurals: Intl.PluralRules;
}

function group(source: Source, speaker: Speaker): object {
  return Object.fromEntries(
    Object.entries(source).map(([key, value]) => [
      key,
      isEntry(value) ? spoken(value, speaker) : group(value, speaker),
    ]),
  );
}

function spoken(entry: Entry, speaker: Speaker): string | ((values: Values) => string) {
  if (typeof entry === 'string' && placeholdersOf(entry).length === 0) return entry;
  return (values) => fill(formFor(entry, values, speaker), values, speaker);
}

function formFor(entry: Entry, values: Values, { plurals }: Speaker): string {
  if (typeof entry === 'string') return entry;
  return entry[plurals.select(Number(values[entry.by]))] ?? entry.other;
}

function fill(sentence: string, values: Values, { numbers }: Speaker): string {
  return sentence.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}
