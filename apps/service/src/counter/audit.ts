import type { PinKind, Refusal } from '@kaijo/contract';
import { type AuditSubjects, appendAudit, type JsonObject } from '../audit/index.ts';
import type { Transaction } from '../database/index.ts';
import { type Refused, refuse } from '../http/index.ts';
import type { CounterSession } from './record.ts';

/** One decision at the counter (R39): who, at which card, and what. */
export async function record(
  tx: Transaction,
  of: {
    readonly session: CounterSession;
    readonly now: Date;
    readonly kind: string;
    readonly data: JsonObject;
  },
): Promise<void> {
  const { session, now, kind, data } = of;
  await appendAudit(tx, { at: now, kind: `counter-session.${kind}`, subjects: subjectsOf(session), data });
}

export function subjectsOf({ id, clerkNumber, cardRef }: CounterSession): AuditSubjects {
  return { counterSession: id, staff: clerkNumber, card: cardRef };
}

/** Records a refusal and gives it back; nothing else is changed by a message that is refused. */
export async function refuseAndRecord(
  tx: Transaction,
  of: {
    readonly session: CounterSession;
    readonly step: 'beginning' | 'authorisation' | 'attestation' | 'completion';
    readonly pin: PinKind;
    readonly statusWord?: string | undefined;
    readonly now: Date;
  },
  refusal: Refusal,
): Promise<Refused> {
  const { session, step, pin, statusWord, now } = of;
  const { problem, reason, certificate } = refusal;
  await record(tx, {
    session,
    now,
    kind: `${step}-refused`,
    data: { targetPin: pin, problem, reason, certificate, statusWord },
  });
  return refuse(refusal);
}
