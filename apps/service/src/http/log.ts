import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * What may be said of an error in a log: its class, its code and where it happened. Not its message: the messages of
 * JSON parsers and databases quote what they were given (R38).
 */
export function describeError(error: unknown): { name: string; code?: unknown; at: readonly string[] } {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    at: frames.slice(0, 12).map((line) => line.trim()),
  };
}

/** Logs as JSON lines. Requests are logged by route and outcome only; the redaction is for what might slip in. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError, error: describeError, req: () => undefined, res: () => undefined },
    redact: {
      paths: [
        'headers',
        'body',
        'token',
        'key',
        'authorization',
        '*.headers',
        '*.body',
        '*.token',
        '*.authorization',
      ],
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
