/**
 * The database cannot be asked at present, or the connection to it broke: nothing is wrong with what was asked.
 * `committed`: `no`, nothing of the transaction remains; `unknown`, the connection broke while it was being committed.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly committed: 'no' | 'unknown';
  /** SQLSTATE, or Node's code; for the log. */
  readonly code: string | undefined;

  constructor(cause: unknown, committed: 'no' | 'unknown' = 'no') {
    super('the database cannot be reached', { cause });
    this.committed = committed;
    const { code } = cause as { code?: unknown };
    this.code = typeof code === 'string' ? code : undefined;
  }
}

/**
 * PostgreSQL, appendix A. 08: connection exception. 25006: the server has become a standby. 25P03: it ended an idle
 * transaction. 53: insufficient resources (disk full, too many connections). 57P0x: it is shut down, crashed or
 * starting. 57014: a statement took longer than it may. 58: system error, as a failed write.
 */
const UNAVAILABLE_STATE = /^(08...|25006|25P03|53...|57P0[1-5]|57014|58...)$/;

/** Of node:net and node:dns. */
const UNAVAILABLE_CODES: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** `pg` gives these no code. */
const UNAVAILABLE_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query read timeout)/;

export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return UNAVAILABLE_STATE.test(code) || UNAVAILABLE_CODES.has(code);
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return UNAVAILABLE_MESSAGES.test(error.message);
}

/** What a driver throws for an error of `pg`. */
export function readDatabaseError(error: unknown): unknown {
  return isUnavailable(error) ? new DatabaseUnavailable(error) : error;
}
