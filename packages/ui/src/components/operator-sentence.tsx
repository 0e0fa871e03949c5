import type { Sentence } from '@kaijo/contract';
import { sentenceFor } from '@kaijo/contract/language';
import type { ReactNode } from 'react';
import { useVoice } from '../voice/voice.ts';

interface Props {
  readonly sentence: Sentence;
  readonly className?: string;
}

/** R36, R42: what the operator wrote, in the reader's language or the nearest one that there is. */
export function OperatorSentence({ sentence, className }: Props): ReactNode {
  const { text, lang } = sentenceFor(sentence, useVoice().language);
  return (
    <p lang={lang} className={className}>
      {text}
    </p>
  );
}
