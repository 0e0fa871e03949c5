/**
 * What `kaijo` exits with; the numbers from 64 on are those of BSD's sysexits. They do not change: scripts rely on them.
 */
export const EXIT = {
  OK: 0,
  /** It ran, and the answer is no: a refusal of the service, a reset that did not complete, faces that do not match. */
  REFUSED: 1,
  /** The command line is wrong. */
  USAGE: 64,
  /** A file's content is wrong: no card, no image, a broken table. */
  DATA: 65,
  /** A file is not there or cannot be read. */
  NO_INPUT: 66,
  /** The service, pcscd or a card cannot be reached. */
  UNAVAILABLE: 69,
  /** A file cannot be written. */
  CANNOT_CREATE: 73,
  /** A setting is wrong. */
  CONFIGURATION: 78,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a sentence for the person at the keyboard instead of a stack trace. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
  }
}
