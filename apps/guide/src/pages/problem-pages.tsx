import { PROBLEM_CATALOGUES, PROBLEM_TYPES, type ProblemType, sayProblem } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';

/** R40: what a code on an error screen means. */
export function ProblemPage({
  speech,
  type,
}: {
  readonly speech: Speech;
  readonly type: ProblemType;
}): ReactNode {
  const { problem } = speech.texts;
  const { happened, unchanged, next } = sayProblem(PROBLEM_CATALOGUES[speech.language], type);
  return (
    <>
      <h1>{problem.title({ code: type })}</h1>
      <h2>{problem.happened}</h2>
      <p>{happened}</p>
      <h2>{problem.unchanged}</h2>
      <p>{unchanged}</p>
      <h2>{problem.next}</h2>
      <p>{next}</p>
      <p>{problem.more}</p>
      <ul>
        <li>
          <a href={addressOf(speech.language, '/#office')}>{speech.texts.office.title}</a>
        </li>
        <li>
          <a href={addressOf(speech.language, '/problems/')}>{problem.indexTitle}</a>
        </li>
      </ul>
    </>
  );
}

export function ProblemIndex({ speech }: { readonly speech: Speech }): ReactNode {
  const { problem } = speech.texts;
  return (
    <>
      <h1>{problem.indexTitle}</h1>
      <p>{problem.indexLead}</p>
      <dl>
        {PROBLEM_TYPES.map((type) => (
          <div key={type}>
            <dt>
              <a href={addressOf(speech.language, `/problems/${type}`)}>{type}</a>
            </dt>
            <dd>{sayProblem(PROBLEM_CATALOGUES[speech.language], type).happened}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

export function NotFoundPage({ speech }: { readonly speech: Speech }): ReactNode {
  const { texts, language } = speech;
  return (
    <>
      <h1>{texts.notFound.title}</h1>
      <p>{texts.notFound.text}</p>
      <p>
        <a href={addressOf(language, '/')}>{texts.menu.guide}</a>
      </p>
    </>
  );
}
