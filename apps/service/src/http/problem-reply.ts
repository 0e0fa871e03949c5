import {
  type Language,
  PROBLEM_STATUS,
  type Problem,
  problemDetail,
  problemTitle,
  problemTypeUri,
  type Refusal,
} from '@kaijo/contract';
import type { SentAnswer } from '../idempotency/index.ts';

/** A refusal on its way out. `status` stands where HTTP has a more exact one than the problem's type (404, 413 …). */
export interface ProblemReply {
  readonly refusal: Refusal;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal that HTTP itself demands, thrown by hooks and parsers before any handler has run. */
export class TransportRefusal extends Error {
  readonly reply: ProblemReply;

  constructor(reply: ProblemReply) {
    super(reply.refusal.problem);
    this.reply = reply;
  }
}

export function statusOf({ refusal, status }: ProblemReply): number {
  return status ?? PROBLEM_STATUS[refusal.problem];
}

/** The same call may have another answer soon: nothing of it is kept (http/route.ts). */
export function isTransient(reply: ProblemReply): boolean {
  const status = statusOf(reply);
  return status === 429 || status >= 500;
}

/** Problem details (RFC 9457) with the holder's sentences (R40). */
export function problemAnswer(reply: ProblemReply, language: Language, requestId: string): SentAnswer {
  const { problem, ...details } = reply.refusal;
  const status = statusOf(reply);
  const body: Problem = {
    type: problemTypeUri(problem),
    title: problemTitle(problem, language),
    status,
    detail: problemDetail(problem, language, details.certificate),
    instance: `urn:uuid:${requestId}`,
    ...details,
  };
  return { status, contentType: 'application/problem+json', body: JSON.stringify(body) };
}

/** Headers that go with a refusal (RFC 9110, 10.2.3 and 11.6.1; RFC 6750, 3). */
export function problemHeaders({ refusal, headers }: ProblemReply): Record<string, string> {
  return {
    ...(refusal.retryAfter !== undefined && { 'retry-after': String(refusal.retryAfter) }),
    ...(refusal.problem === 'not-authorised' && { 'www-authenticate': 'Bearer' }),
    ...headers,
  };
}
