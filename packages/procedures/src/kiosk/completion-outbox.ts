import {
  type CompleteRequest,
  type KioskClient,
  type Problem,
  type ProblemType,
  problemTypeOf,
  type Receipt,
} from '@kaijo/contract';
import { askAgain, type Patience, type ServiceTrouble } from '../asking-again.ts';

/** A proof that the service has not answered yet. There is no secret in it (protocol.md, Kiosk 5). */
export interface PendingCompletion {
  readonly session: string;
  readonly idempotencyKey: string;
  readonly request: CompleteRequest;
}

/** Where the kiosk keeps its proofs until they are answered, over a restart as well. */
export interface CompletionOutbox {
  /** Durable before it resolves; rejects when it cannot be. */
  keep(pending: PendingCompletion): Promise<void>;
  forget(session: string): Promise<void>;
  list(): Promise<readonly PendingCompletion[]>;
}

/** For tests, and for callers that end with the process. */
export function memoryOutbox(): CompletionOutbox {
  const kept = new Map<string, PendingCompletion>();
  return {
    async keep(pending) {
      kept.set(pending.session, pending);
    },
    async forget(session) {
      kept.delete(session);
    },
    async list() {
      return [...kept.values()];
    },
  };
}

export type CompletionOutcome = { readonly kind: 'completed'; readonly receipt: Receipt } | ServiceTrouble;

/** Sends one proof and forgets it once the service has decided on it, either way. */
export async function deliver(
  pending: PendingCompletion,
  { kiosk, outbox, patience }: { kiosk: KioskClient; outbox: CompletionOutbox; patience: Patience },
): Promise<CompletionOutcome> {
  const answer = await askAgain(
    patience,
    (idempotencyKey) => kiosk.complete(pending.session, pending.request, { idempotencyKey }),
    pending.idempotencyKey,
  );
  if (answer.kind === 'unreachable') return answer;
  if (answer.kind === 'problem' && !isDecision(answer.problem)) return { kind: 'unreachable' };
  // A proof that cannot be removed is brought once more later and gets the same answer.
  await outbox.forget(pending.session).catch(() => {});
  return answer.kind === 'ok'
    ? { kind: 'completed', receipt: answer.body }
    : { kind: 'refused', problem: answer.problem };
}

/** Any other problem may be over tomorrow, as the kiosk's certificate may be a new one: the proof stays. */
const DECISIONS: ReadonlySet<ProblemType | undefined> = new Set([
  'card-refused',
  'signature-invalid',
  'challenge-expired',
  'invalid-request',
]);

function isDecision(problem: Problem): boolean {
  return DECISIONS.has(problemTypeOf(problem)) && problem.status !== REQUEST_TIMEOUT;
}

/** RFC 9110, 15.5.9: it did not arrive in time, whatever was in it. */
const REQUEST_TIMEOUT = 408;

/** At the kiosk's start, and whenever the service can be reached again. */
export async function deliverAll(through: {
  kiosk: KioskClient;
  outbox: CompletionOutbox;
  patience: Patience;
}): Promise<readonly CompletionOutcome[]> {
  const outcomes: CompletionOutcome[] = [];
  for (const pending of await through.outbox.list()) outcomes.push(await deliver(pending, through));
  return outcomes;
}
