import { type CallOutcome, type Problem, type ProblemType, problemTypeOf, type Route } from '@kaijo/contract';

/** How often and how long a lost answer is asked for again, always under the same Idempotency-Key. */
export interface Patience {
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled each time. */
  readonly firstWait: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const DEFAULT_PATIENCE: Patience = {
  attempts: 5,
  firstWait: 300,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** The service refused, or did not answer at all. */
export type ServiceTrouble =
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'unreachable' };

/**
 * Makes one call under one key until an answer comes or patience ends: `makeCall` sends the same body each time, for
 * the service refuses a key that comes with another. `service-fault` and `too-many-requests` are asked again as well,
 * not before the time that they name: the service has said that it did not decide.
 */
export async function askAgain<R extends Route>(
  patience: Patience,
  makeCall: (idempotencyKey: string) => Promise<CallOutcome<R>>,
  idempotencyKey: string = crypto.randomUUID(),
): Promise<CallOutcome<R>> {
  let wait = patience.firstWait;
  for (let attempt = 1; ; attempt++) {
    const outcome = await makeCall(idempotencyKey);
    const undecided = undecidedFor(outcome as CallOutcome<Route>);
    if (undecided === undefined || attempt >= patience.attempts) return outcome;
    await patience.sleep(Math.max(wait, undecided));
    wait *= 2;
  }
}

const UNDECIDED: ReadonlySet<ProblemType | undefined> = new Set(['service-fault', 'too-many-requests']);

/** Milliseconds that the service has asked to wait; `undefined`: it has decided. */
function undecidedFor(outcome: CallOutcome<Route>): number | undefined {
  if (outcome.kind === 'unreachable') return 0;
  if (outcome.kind === 'ok' || !UNDECIDED.has(problemTypeOf(outcome.problem))) return undefined;
  return 1_000 * (outcome.problem.retryAfter ?? 0);
}
