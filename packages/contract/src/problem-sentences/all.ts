import { type InEveryLanguage, type Language, languageTag } from '../language/index.ts';
import type { TargetPin } from '../pin.ts';
import type { ProblemType } from '../problem.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { jaEasy } from './ja-easy.ts';
import { ko } from './ko.ts';
import { ptBr } from './pt-br.ts';
import { sayProblem } from './say-problem.ts';
import type { ProblemCatalogue } from './shape.ts';
import { vi } from './vi.ts';
import { zhHans } from './zh-hans.ts';

/** All languages at once, for servers; browsers load one at a time (load.ts). */
export const PROBLEM_CATALOGUES: InEveryLanguage<ProblemCatalogue> = {
  ja,
  'ja-easy': jaEasy,
  en,
  'zh-Hans': zhHans,
  ko,
  vi,
  'pt-BR': ptBr,
};

/** The `title` member: what happened, whichever certificate it was (RFC 9457, 3.1.3). */
export function problemTitle(type: ProblemType, language: Language): string {
  return sayProblem(PROBLEM_CATALOGUES[language], type).happened;
}

/** The `detail` member: the three sentences of R40; where a certificate failed, which one (R5). */
export function problemDetail(type: ProblemType, language: Language, certificate?: TargetPin): string {
  const { happened, unchanged, next } = sayProblem(PROBLEM_CATALOGUES[language], type, certificate);
  return [happened, unchanged, next].join(/^(ja|zh)/.test(languageTag(language)) ? '' : ' ');
}
