import type { CompleteRequest, KioskClient, Receipt } from '@kaijo/contract';
import { askAgain, type Patience, type ServiceTrouble } from '../asking-again.ts';

/** A proof that the service has not answered yet. There is no secret in it (protocol.md, Kiosk 5). */
export interface PendingCompletion {
  readonly session: string;
  readonly idempotencyKey: string;
  readonly request: CompleteRequest;
}

/** Where the kiosk keeps its proofs until they are answered, over a restart as well. */
export interface CompletionOutbox {
  /** Durable before it resolves. */
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

/** Sends one kept proof and forgets it once the service has answered it, either way. */
export async function deliver(
  pending: PendingCompletion,
  { kiosk, outbox, patience }: { kiosk: KioskClient; outbox: CompletionOutbox; patience: Patience },
): Promise<CompletionOutcome> {
  const answer = await askAgain(
    patience,
    (idempotencyKey) => kiosk.complete(pending.session, pending.request, { idempotencyKey }),
    pending.idempotencyKey,
  );
  switch (answer.kind) {
    case 'unreachable':
      return answer;
    case 'problem':
      if (isPassing(answer.problem.status)) return { kind: 'unreachable' };
      await outbox.forget(pending.session);
      return { kind: 'refused', problem: answer.problem };
    case 'ok':
      await outbox.forget(pending.session);
      return { kind: 'completed', receipt: answer.body };
  }
}

/** 429 and 5xx decide nothing: the proof stays in the outbox. */
function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

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
