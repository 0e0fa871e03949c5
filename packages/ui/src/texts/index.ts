import type { InEveryLanguage } from '@kaijo/contract/language';
import type { Catalogue, Source } from '../language/catalogue.ts';
import type { ja } from './ja.ts';

/** Brings one language's catalogue; in browsers a chunk of its own. */
export type CatalogueLoaders<S extends Source> = InEveryLanguage<() => Promise<Catalogue<S>>>;

export type UiSource = typeof ja;

export const uiCatalogues: CatalogueLoaders<UiSource> = {
  ja: async () => (await import('./ja.ts')).ja,
  'ja-easy': async () => (await import('./ja-easy.ts')).jaEasy,
  en: async () => (await import('./en.ts')).en,
  'zh-Hans': async () => (await import('./zh-hans.ts')).zhHans,
  ko: async () => (await import('./ko.ts')).ko,
  vi: async () => (await import('./vi.ts')).vi,
  'pt-BR': async () => (await import('./pt-br.ts')).ptBr,
};
