import type { Refusal } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Transaction } from '../database/index.ts';
import { type Refused, refuse } from '../http/index.ts';

/** What a refused message was about, as far as that is known. */
export interface RefusedStep {
  readonly step: 'opening' | 'authorisation' | 'completion';
  readonly kiosk: string;
  readonly kioskSession?: string;
  readonly reservation?: string;
  readonly cardRef?: string | undefined;
  /** The card's own word, where it refused. */
  readonly statusWord?: string | undefined;
  readonly now: Date;
}

/** Records a refusal (R39) and gives it back. Nothing else is changed by a message that is refused. */
export async function refuseAndRecord(tx: Transaction, of: RefusedStep, refusal: Refusal): Promise<Refused> {
  const { step, kiosk, kioskSession, reservation, cardRef, statusWord, now } = of;
  await appendAudit(tx, {
    at: now,
    kind: `kiosk-session.${step}-refused`,
    subjects: {
      kiosk,
      ...(kioskSession !== undefined && { kioskSession }),
      ...(reservation !== undefined && { reservation }),
      ...(cardRef !== undefined && { card: cardRef }),
    },
    data: {
      problem: refusal.problem,
      reason: refusal.reason,
      certificate: refusal.certificate,
      statusWord,
    },
  });
  return refuse(refusal);
}
