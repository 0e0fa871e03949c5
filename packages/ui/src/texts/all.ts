import type { InEveryLanguage } from '@kaijo/contract/language';
import type { Catalogue } from '../language/catalogue.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { jaEasy } from './ja-easy.ts';
import { ko } from './ko.ts';
import { ptBr } from './pt-br.ts';
import { vi } from './vi.ts';
import { zhHans } from './zh-hans.ts';

/** All catalogues at once, for servers; browsers load one at a time (index.ts). */
export const UI_TEXTS: InEveryLanguage<Catalogue<typeof ja>> = {
  ja,
  'ja-easy': jaEasy,
  en,
  'zh-Hans': zhHans,
  ko,
  vi,
  'pt-BR': ptBr,
};
export type { UiSource } from './index.ts';
