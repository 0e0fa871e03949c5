import { type CatalogueLoaders, createLanguages, type Texts } from '@kaijo/ui';
import type { ja } from './ja.ts';

export type PhoneSource = typeof ja;
export type PhoneTexts = Texts<PhoneSource>;

/** One language at a time: each is a chunk of its own. */
export const phoneCatalogues: CatalogueLoaders<PhoneSource> = {
  ja: async () => (await import('./ja.ts')).ja,
  'ja-easy': async () => (await import('./ja-easy.ts')).jaEasy,
  en: async () => (await import('./en.ts')).en,
  'zh-Hans': async () => (await import('./zh-hans.ts')).zhHans,
  ko: async () => (await import('./ko.ts')).ko,
  vi: async () => (await import('./vi.ts')).vi,
  'pt-BR': async () => (await import('./pt-br.ts')).ptBr,
};

export const { load: loadLanguage, LanguageProvider, useTexts } = createLanguages(phoneCatalogues);
