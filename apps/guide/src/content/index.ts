import {
  type Formats,
  formatsOf,
  type InEveryLanguage,
  LANGUAGES,
  type Language,
  type Texts,
  textsOf,
} from '@kaijo/ui/language';
import { UI_TEXTS, type UiSource } from '@kaijo/ui/texts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { jaEasy } from './ja-easy.ts';
import { ko } from './ko.ts';
import { ptBr } from './pt-br.ts';
import { vi } from './vi.ts';
import { zhHans } from './zh-hans.ts';

export type GuideTexts = Texts<typeof ja>;

/** All that a page needs to speak one language. */
export interface Speech {
  readonly language: Language;
  readonly texts: GuideTexts;
  readonly pins: Texts<UiSource>['pins'];
  readonly formats: Formats;
}

export const GUIDE_CATALOGUES = {
  ja,
  'ja-easy': jaEasy,
  en,
  'zh-Hans': zhHans,
  ko,
  vi,
  'pt-BR': ptBr,
} as const;

const SPEECHES = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    {
      language,
      texts: textsOf<typeof ja>(language, GUIDE_CATALOGUES[language]),
      pins: textsOf<UiSource>(language, UI_TEXTS[language]).pins,
      formats: formatsOf(language),
    },
  ]),
) as unknown as InEveryLanguage<Speech>;

export function speechOf(language: Language): Speech {
  return SPEECHES[language];
}
