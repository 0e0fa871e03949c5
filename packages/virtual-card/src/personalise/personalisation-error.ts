/** Which of the data a card cannot be made from. */
export type PersonalisationProblem = 'portrait' | 'text' | 'holder' | 'pin' | 'issuer';

/** A card that cannot be made from what was given. `message` shows no PIN and no personal data. */
export class PersonalisationError extends Error {
  override readonly name = 'PersonalisationError';
  readonly problem: PersonalisationProblem;

  constructor(problem: PersonalisationProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
