export type CardFileProblem =
  /** There is no such file. */
  | 'missing'
  /** The file is there but cannot be read or written. */
  | 'inaccessible'
  /** The file is no card, or a damaged one. */
  | 'corrupt'
  /** Another process has the card. */
  | 'in-use';

/** A card file that cannot be opened. `message` names the file and what to do; it never shows what is in it. */
export class CardFileError extends Error {
  override readonly name = 'CardFileError';
  readonly problem: CardFileProblem;

  constructor(problem: CardFileProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
