import { type Texts, textsOf, useVoice } from '@kaijo/ui';
import { en } from './en.ts';
import { ja } from './ja.ts';

export type OperationTexts = Texts<typeof ja>;

const TEXTS: Readonly<Record<'ja' | 'en', OperationTexts>> = {
  ja: textsOf<typeof ja>('ja', ja),
  en: textsOf<typeof ja>('en', en),
};

/** Operators and auditors read Japanese or English: who has chosen another language reads English. */
export function useOperationTexts(): { readonly texts: OperationTexts; readonly lang: 'ja' | 'en' } {
  const lang = useVoice().language.startsWith('ja') ? 'ja' : 'en';
  return { texts: TEXTS[lang], lang };
}
