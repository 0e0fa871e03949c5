import { type Problem, problemTypeOf } from '@kaijo/contract';
import { Notice, OperatorSentence, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';

/** A refusal in the three sentences of R40, with its code. */
export function ProblemNotice({ problem }: { readonly problem: Problem | 'unreachable' }): ReactNode {
  const texts = useTexts();
  const voice = useVoice();
  if (problem === 'unreachable')
    return (
      <Notice kind="error" role="alert">
        {texts.unreachable}
      </Notice>
    );
  const type = problemTypeOf(problem);
  const said = type === undefined ? undefined : voice.problem(type, problem.certificate);
  const code = [problem.type.replace('/problems/', ''), problem.reason].filter(Boolean).join(' / ');
  return (
    <Notice kind="error" role="alert" heading={said?.happened ?? problem.title}>
      {problem.sentence && <OperatorSentence sentence={problem.sentence} />}
      <p>{said?.unchanged}</p>
      <p>{said?.next}</p>
      <p className="c-quiet">{texts.problemCode({ code })}</p>
    </Notice>
  );
}
