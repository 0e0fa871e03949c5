import type { TargetPin } from '../pin.ts';
import type { ProblemType } from '../problem.ts';

/** R40: what happened, what is unchanged, what to do next. */
export interface HolderSentences {
  readonly happened: string;
  readonly unchanged: string;
  readonly next: string;
}

/** The problems in one language. `{certificate}` stands for the certificate that failed (R5). */
export interface ProblemCatalogue {
  /** Within a sentence; `any` where it is not known which. */
  readonly certificates: Readonly<Record<TargetPin | 'any', string>>;
  readonly problems: Readonly<Record<ProblemType, HolderSentences>>;
}
