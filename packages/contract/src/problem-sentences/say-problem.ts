import type { TargetPin } from '../pin.ts';
import type { ProblemType } from '../problem.ts';
import type { HolderSentences, ProblemCatalogue } from './shape.ts';

/** The three sentences of R40; where a certificate failed, they name it (R5). */
export function sayProblem(
  { problems, certificates }: ProblemCatalogue,
  type: ProblemType,
  certificate?: TargetPin,
): HolderSentences {
  const { happened, unchanged, next } = problems[type];
  return { happened: named(happened, certificates[certificate ?? 'any']), unchanged, next };
}

function named(sentence: string, certificate: string): string {
  const said = sentence.replaceAll('{certificate}', certificate);
  return said.charAt(0).toUpperCase() + said.slice(1);
}
