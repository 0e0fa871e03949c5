/** BSD's sysexits, as the command line has them. */
export const EXIT = { OK: 0, REFUSED: 1, USAGE: 64, UNAVAILABLE: 69, CONFIGURATION: 78 } as const;

/** Ends the program with a sentence for whoever stands before the machine. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
