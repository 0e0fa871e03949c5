import type { ProblemType, TargetPin } from '@kaijo/contract';
import { type Language, languageTag } from '@kaijo/contract/language';
import {
  type HolderSentences,
  PROBLEM_CATALOGUE_LOADERS,
  sayProblem,
} from '@kaijo/contract/problem-sentences';
import { createContext, useContext } from 'react';
import type { Catalogue, Source, Texts } from '../language/catalogue.ts';
import { type Formats, formatsOf } from '../language/formats.ts';
import { textsOf } from '../language/texts.ts';
import { type CatalogueLoaders, type UiSource, uiCatalogues } from '../texts/index.ts';

/** Everything that speaks one language: the app's texts, the components' texts, dates and numbers. */
export interface Voice {
  readonly language: Language;
  /** For `lang` attributes, `Intl` and speech. */
  readonly tag: string;
  readonly ui: Texts<UiSource>;
  readonly formats: Formats;
  /** R40: what happened, what is unchanged, what to do next. */
  readonly problem: (type: ProblemType, certificate?: TargetPin) => HolderSentences;
  /** The app's own; typed by the app's `useTexts`. */
  readonly app: unknown;
}

/** Loads one language: in browsers, the chunks of this language alone. Rejects when they cannot be fetched. */
export async function loadVoice<S extends Source>(
  loaders: CatalogueLoaders<S>,
  language: Language,
): Promise<Voice> {
  const [app, ui, problems] = await Promise.all([
    loaders[language](),
    uiCatalogues[language](),
    PROBLEM_CATALOGUE_LOADERS[language](),
  ]);
  return {
    language,
    tag: languageTag(language),
    ui: textsOf<UiSource>(language, ui as Catalogue<UiSource>),
    formats: formatsOf(language),
    problem: (type, certificate) => sayProblem(problems, type, certificate),
    app: textsOf<S>(language, app),
  };
}

export interface Speaking extends Voice {
  /** Loads another language and speaks it, on the same step. Keeps the old one when it cannot be loaded. */
  readonly choose: (language: Language) => void;
}

export const VoiceContext = createContext<Speaking | undefined>(undefined);

/** @throws Error outside of a `LanguageProvider` */
export function useVoice(): Speaking {
  const voice = useContext(VoiceContext);
  if (voice === undefined) throw new Error('useVoice needs a LanguageProvider above it');
  return voice;
}
