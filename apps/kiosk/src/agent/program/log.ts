import type { AgentLog } from '../agent.ts';

/** One JSON object a line on standard error, for journald. */
export const processLog: AgentLog = {
  info: (what, details = {}) => write('info', what, details),
  warn: (what, details = {}) => write('warn', what, details),
};

function write(level: string, what: string, details: object): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, what, ...details })}\n`);
}
