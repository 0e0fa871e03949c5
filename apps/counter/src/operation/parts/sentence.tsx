import type { Sentence } from '@kaijo/contract';
import {
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
  languageTag,
  sentenceLanguage,
} from '@kaijo/contract/language';
import type { ReactNode } from 'react';
import { useOperationTexts } from '../texts/index.ts';
import { LongText } from './form.tsx';

/** What has been typed so far, by language. */
export type Draft = Readonly<Partial<Record<Language, string>>>;

/** Written first: who reads none of the others reads one of these. */
const MAIN: readonly Language[] = ['ja', 'en'];
const OTHERS = LANGUAGES.filter((language) => !MAIN.includes(language));

/** What goes to the service: only languages in which something was written. */
export function sentenceOf(draft: Draft): Sentence {
  const written = Object.entries(draft).flatMap(([language, text]) =>
    text.trim() === '' ? [] : [[language, text.trim()]],
  );
  return { ja: '', ...Object.fromEntries(written) };
}

interface Props {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

/** R36, R42: a sentence for the holder in each language; what people read whose language is missing is said before it is sent. */
export function SentenceFields({ draft, onDraft }: Props): ReactNode {
  const { texts } = useOperationTexts();
  const field = (language: Language, label: string) => (
    <LongText
      key={language}
      label={label}
      lang={languageTag(language)}
      required={language === 'ja'}
      rows={MAIN.includes(language) ? 3 : 2}
      maxLength={500}
      value={draft[language] ?? ''}
      onText={(text) => onDraft({ ...draft, [language]: text })}
    />
  );
  return (
    <>
      {field('ja', texts.sentence.ja)}
      {field('en', texts.sentence.en)}
      <details className="o-more">
        <summary>{texts.sentence.others}</summary>
        <div className="c-form">
          {OTHERS.map((language) =>
            field(language, texts.sentence.other({ language: LANGUAGE_NAMES[language] })),
          )}
        </div>
      </details>
      <Missing in={sentenceOf(draft)} />
    </>
  );
}

/** The sentence in every language that it was written in, and what the others read. */
export function Sentences({ of }: { readonly of: Sentence }): ReactNode {
  return (
    <>
      {LANGUAGES.map((language) =>
        of[language] ? (
          <p key={language} lang={languageTag(language)}>
            {of[language]}
          </p>
        ) : null,
      )}
      <Missing in={of} />
    </>
  );
}

function Missing({ in: sentence }: { readonly in: Sentence }): ReactNode {
  const { texts } = useOperationTexts();
  const inEnglish = namesOf(sentence, 'en');
  const inJapanese = namesOf(sentence, 'ja');
  if (inEnglish === '' && inJapanese === '') return null;
  return (
    <p className="c-quiet">
      {inEnglish !== '' && texts.sentence.inEnglish({ languages: inEnglish })}
      {inJapanese !== '' && texts.sentence.inJapanese({ languages: inJapanese })}
    </p>
  );
}

/** The languages whose readers get the sentence in another one. */
function namesOf(sentence: Sentence, instead: Language): string {
  return LANGUAGES.filter(
    (language) => language !== instead && sentenceLanguage(sentence, language) === instead,
  )
    .map((language) => LANGUAGE_NAMES[language])
    .join(', ');
}
