import type { InEveryLanguage } from '../language/index.ts';
import type { ProblemCatalogue } from './shape.ts';

/** One language at a time, for browsers: a chunk of its own each. */
export const PROBLEM_CATALOGUE_LOADERS: InEveryLanguage<() => Promise<ProblemCatalogue>> = {
  ja: async () => (await import('./ja.ts')).ja,
  'ja-easy': async () => (await import('./ja-easy.ts')).jaEasy,
  en: async () => (await import('./en.ts')).en,
  'zh-Hans': async () => (await import('./zh-hans.ts')).zhHans,
  ko: async () => (await import('./ko.ts')).ko,
  vi: async () => (await import('./vi.ts')).vi,
  'pt-BR': async () => (await import('./pt-br.ts')).ptBr,
};
