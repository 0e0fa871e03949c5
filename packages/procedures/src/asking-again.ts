import type { CallOutcome, Problem, Route } from '@kaijo/contract';

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
 * the service refuses a key that comes with another. A `service-fault` is asked again as well: the service has said that
 * it did not decide.
 */
export async function askAgain<R extends Route>(
  patience: Patience,
  makeCall: (idempotencyKey: string) => Promise<CallOutcome<R>>,
  idempotencyKey: string = crypto.randomUUID(),
): Promise<CallOutcome<R>> {
  let wait = patience.firstWait;
  for (let attempt = 1; ; attempt++) {
    const outcome = await makeCall(idempotencyKey);
    if (attempt >= patience.attempts || !isLost(outcome as CallOutcome<Route>)) return outcome;
    await patience.sleep(wait);
    wait *= 2;
  }
}

function isLost(outcome: CallOutcome<Route>): boolean {
  return outcome.kind === 'unreachable' || (outcome.kind === 'problem' && outcome.problem.status === 500);
}
