import type { Sentence } from '@kaijo/contract';
import { useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';

/** The operator's words in the language that comes nearest: they are written in Japanese, and in English at best. */
export function OperatorSentence({ sentence }: { readonly sentence: Sentence }): ReactNode {
  const { tag } = useVoice();
  const english = tag !== 'ja' && sentence.en;
  return (
    <p className="kiosk-operator" lang={english ? 'en' : 'ja'}>
      {english || sentence.ja}
    </p>
  );
}
