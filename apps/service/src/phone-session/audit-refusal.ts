import type { Refusal } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Transaction } from '../database/index.ts';
import { type Refused, refuse } from '../http/index.ts';
import type { PhoneSession } from './record.ts';

/** Records a refusal of the card or face message (R39) and gives it back. */
export async function refuseAndRecord(
  tx: Transaction,
  of: {
    readonly session: Pick<PhoneSession, 'id' | 'appRef' | 'targetPin'>;
    readonly step: 'card' | 'face';
    readonly refusal: Refusal;
    readonly cardRef?: string | undefined;
    readonly now: Date;
  },
): Promise<Refused> {
  const { session, step, refusal, cardRef, now } = of;
  await appendAudit(tx, {
    at: now,
    kind: `phone-session.${step}-refused`,
    subjects: {
      phoneSession: session.id,
      app: session.appRef,
      ...(cardRef !== undefined && { card: cardRef }),
    },
    data: {
      targetPin: session.targetPin,
      problem: refusal.problem,
      reason: refusal.reason,
      certificate: refusal.certificate,
    },
  });
  return refuse(refusal);
}
