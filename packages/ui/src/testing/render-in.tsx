import type { Language } from '@kaijo/contract/language';
import { type RenderResult, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createLanguages } from '../voice/create-languages.tsx';

const nothing = async () => ({});
const { load, LanguageProvider } = createLanguages<Record<string, never>>({
  ja: nothing,
  'ja-easy': nothing,
  en: nothing,
  'zh-Hans': nothing,
  ko: nothing,
  vi: nothing,
  'pt-BR': nothing,
});

/** Renders components of this package in a language, without an app's texts. */
export async function renderIn(language: Language, children: ReactNode): Promise<RenderResult> {
  const start = await load(language);
  return render(<LanguageProvider start={start}>{children}</LanguageProvider>);
}
