/**
 * Text catalogues: one file per language and app. `ja.ts` is the shape (`as const`); the other six are checked against
 * it by the compiler (`satisfies Catalogue<typeof ja>`), so that a missing or an unknown key does not build.
 */

/** A sentence that depends on a number, by the categories of `Intl.PluralRules`. Japanese needs none. */
export interface Plural {
  /** Which placeholder decides. */
  readonly by: string;
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

export type Entry = string | Plural;

/** What `ja.ts` may hold: sentences, in groups if you like. */
export interface Source {
  readonly [key: string]: Entry | Source;
}

/** What another language has to hold for the source `S`. */
export type Catalogue<S extends Source> = {
  readonly [K in keyof S]: S[K] extends Entry ? Entry : S[K] extends Source ? Catalogue<S[K]> : never;
};

/** The names in `{…}` of a sentence's type. */
export type Placeholders<T> = T extends Plural
  ? Placeholders<T['other']>
  : T extends `${string}{${infer Name}}${infer Rest}`
    ? Name | Placeholders<Rest>
    : never;

/** What a screen uses: a string where nothing is filled in, a function of the placeholders otherwise. */
export type Texts<S> = {
  readonly [K in keyof S]: S[K] extends Entry
    ? [Placeholders<S[K]>] extends [never]
      ? string
      : (values: Readonly<Record<Placeholders<S[K]>, string | number>>) => string
    : Texts<S[K]>;
};

/** A group may well have a sentence called `other`; only a plural also says by what. */
export function isEntry(value: Entry | Source): value is Entry {
  return typeof value === 'string' || (typeof value.by === 'string' && typeof value.other === 'string');
}

/** The sentences of an entry: one, or one for each plural category. */
export function sentencesOf(entry: Entry): readonly string[] {
  if (typeof entry === 'string') return [entry];
  const { by: _by, ...forms } = entry;
  return Object.values(forms);
}

/** The placeholders of an entry in the order of the alphabet. */
export function placeholdersOf(entry: Entry): readonly string[] {
  const names = sentencesOf(entry).flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name));
  return [...new Set(names as string[])].sort();
}

export const PLACEHOLDER = /\{(\w+)\}/g;
